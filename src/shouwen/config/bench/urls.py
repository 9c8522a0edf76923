"""The addresses of an installation, and one bare page to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from shouwen.config.urls import urlpatterns as installation
from shouwen.runtime import database

SELECT = "SELECT name FROM people_person WHERE id = %s"


def bare(request: HttpRequest, row: int) -> HttpResponse:
    """The least that a page can do: one select by an indexed key."""
    return HttpResponse(database.rows(SELECT, [row])[0][0], content_type="text/plain")


urlpatterns = [path("bench/bare/<int:row>/", bare), *installation]
