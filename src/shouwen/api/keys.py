"""The door of the interface: a key in the Authorization header, with the scope that the call needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.people.access import Viewer
from shouwen.people.keys import Speaker, speaker
from shouwen.runtime import actkeys


class KeyDoor(HttpBearer):
    """`Authorization: Bearer sw_…`; a key that is unknown, expired or revoked is answered with 401, before the body is looked at.

    With the name of a scope, a key that is not for this kind of call is answered with 403.
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Speaker | None:
        found = speaker(token, now())
        if found is not None and self.scope and self.scope not in found.scopes:
            raise HttpError(403, f"This key lacks the scope {self.scope}: make one with it.")
        return found


def viewer_of_request(request: HttpRequest) -> Viewer:
    """The person for whom the program speaks."""
    found: Speaker = request.auth  # type: ignore[attr-defined]  # set by the door
    return found.viewer


def key_of_act(request: HttpRequest, given: str | None) -> str | None:
    """What makes an act happen once: two programs that choose the same words mean two things."""
    found: Speaker = request.auth  # type: ignore[attr-defined]  # set by the door
    return f"api{found.key_id}:{given}" if given else None


@contextmanager
def act_key(request: HttpRequest, given: str | None, body: Schema) -> Iterator[str | None]:
    """The act's key, which belongs to what was first asked with it: asked with something else, it is an error."""
    key = key_of_act(request, given)
    kept = actions.own_key(viewer_of_request(request).id, key)
    if kept is None:
        yield None
        return
    asked = sha256(f"{request.path} {body.model_dump_json()}".encode()).hexdigest()
    try:
        with actkeys.asking(kept, asked):
            yield key
    except actkeys.KeyTakenError as taken:
        raise HttpError(409, f"The Idempotency-Key '{given}' was used for something else: send a new key.") from taken


def without_nul(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses what no column can keep."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if _holds_nul([*args, *kwargs.values()]):
            raise HttpError(422, "A text holds the character NUL, which nothing here can keep: remove it.")
        return view(request, *args, **kwargs)

    return door


def _holds_nul(given: Any) -> bool:
    if isinstance(given, str):
        return "\0" in given
    if isinstance(given, Schema):
        return _holds_nul(given.model_dump())
    if isinstance(given, Mapping):
        return _holds_nul([*given.keys(), *given.values()])
    return isinstance(given, Sequence) and any(_holds_nul(each) for each in given)
