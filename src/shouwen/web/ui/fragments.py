"""Parts of a page that have an address of their own: typed into the browser they lead to their page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def part_of(page: str) -> Callable[[View], View]:
    """A browser says when it opens an address as a document; a page that fetches its part does not."""

    def parted(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "document":
                return redirect(page)
            return view(request, *given, **named)

        return shown

    return parted
