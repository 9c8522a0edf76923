"""The door of the interface: a key in the Authorization header, with the scope that the call needs."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from shouwen.base.clock import now
from shouwen.people.access import Viewer
from shouwen.people.keys import Speaker, speaker


class KeyDoor(HttpBearer):
    """`Authorization: Bearer sw_…`; a key that is unknown, expired or revoked is answered with 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Speaker | None:
        return speaker(token, now())


def viewer_of_request(request: HttpRequest) -> Viewer:
    """The person for whom the program speaks."""
    found: Speaker = request.auth  # type: ignore[attr-defined]  # set by the door
    return found.viewer


def key_of_act(request: HttpRequest, given: str | None) -> str | None:
    """What makes an act happen once: two programs that choose the same words mean two things."""
    found: Speaker = request.auth  # type: ignore[attr-defined]  # set by the door
    return f"api{found.key_id}:{given}" if given else None


def scope(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuses a key that is not for this kind of call."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if name not in request.auth.scopes:  # type: ignore[attr-defined]  # set by the door
                raise HttpError(403, f"This key lacks the scope {name}: make one with it.")
            if _holds_nul([*args, *kwargs.values()]):
                raise HttpError(422, "A text holds the character NUL, which nothing here can keep: remove it.")
            return view(request, *args, **kwargs)

        return door

    return guard


def _holds_nul(given: Any) -> bool:
    if isinstance(given, str):
        return "\0" in given
    if isinstance(given, Schema):
        return _holds_nul(given.model_dump())
    if isinstance(given, Mapping):
        return _holds_nul([*given.keys(), *given.values()])
    return isinstance(given, Sequence) and any(_holds_nul(each) for each in given)
