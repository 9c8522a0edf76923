"""The addresses of the pages, one line for each area."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def alive(request: HttpRequest) -> HttpResponse:
    """Answers without the database, so that the launcher knows when the server listens."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("alive", alive, name="alive"),
    path("", include("shouwen.web.cases.urls")),
    path("", include("shouwen.web.customers.urls")),
    path("", include("shouwen.web.documents.urls")),
    path("", include("shouwen.web.rulebook.urls")),
    path("", include("shouwen.web.calendar.urls")),
    path("", include("shouwen.web.compliance.urls")),
    path("", include("shouwen.web.analytics.urls")),
    path("", include("shouwen.web.operations.urls")),
    path("", include("shouwen.web.administration.urls")),
    path("", include("shouwen.web.replies.urls")),
    path("", include("shouwen.web.start.urls")),
    path("", include("shouwen.web.desk.urls")),
    path("", include("shouwen.web.dispatch.urls")),
    path("", include("shouwen.web.notices.urls")),
    path("", include("shouwen.web.keys.urls")),
]
