"""A method that an address has not is refused in JSON, as everything else is."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Router
from ninja.operation import PathView


class ToldPathView(PathView):
    """Says which methods there are."""

    def clone(self) -> PathView:
        """A router is mounted as a copy of itself, which would fall back to the plain kind."""
        copy = ToldPathView()
        copy.is_async, copy.url_name = self.is_async, self.url_name
        copy.operations = [operation.clone() for operation in self.operations]
        return copy

    def _not_allowed(self) -> HttpResponse:
        allowed = ", ".join(sorted({method for operation in self.operations for method in operation.methods}))
        body = json.dumps({"message": f"This address has no such method: use {allowed}."})
        return HttpResponse(
            body, content_type="application/json", status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed}
        )


class ToldRouter(Router):
    """Whose addresses are such ones."""

    def add_api_operation(self, path: str, *args: Any, **kwargs: Any) -> Any:
        self.path_operations.setdefault(path, ToldPathView())
        return super().add_api_operation(path, *args, **kwargs)
