"""Version 1 of the interface: every call needs a key; every refusal is told the same way."""

import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from shouwen.api.cases import router as cases
from shouwen.api.keys import KeyDoor, viewer_of_request
from shouwen.cases import queries
from shouwen.cases.actions import Refused, Stale
from shouwen.cases.forms import Invalid
from shouwen.cases.queries import NoSuchCase
from shouwen.people.access import NotAllowedError
from shouwen.runtime.subjects import SubjectErased


class PlainJson(BaseRenderer):
    """Chinese as it is, not as escapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder)


api = NinjaAPI(
    title="Shouwen",
    version="1.0.0",
    description="Cases, their steps and limits, for programs.",
    auth=KeyDoor(),
    renderer=PlainJson(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
elsewhere = Router()


@elsewhere.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """A program gets no page for people, not even at an address that is none."""
    return _problem(
        request, 404, f"There is no '{rest}' in this interface; docs/api.md of the program names what there is."
    )


api.add_router("", cases)
# Asked last.
api.add_router("", elsewhere)


def _problem(request: HttpRequest, status: int, message: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"message": message, **more}, status=status)


@api.exception_handler(Invalid)
def invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    """A form that cannot be taken as it is: a sentence for each field."""
    return _problem(request, 422, str(error), errors=error.errors)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The rules do not let the act pass."""
    return _problem(
        request,
        422,
        _said(request, error),
        lacks=list(error.lacks),
        clauses=list(error.clauses),
        opens_at=error.opens_at,
    )


def _said(request: HttpRequest, error: Refused) -> str:
    """In the words of the case's rulebook."""
    said = [refuse.say for refuse in error.refusals if refuse.say]
    try:
        lacking = queries.lacking(viewer_of_request(request), error.receipt.subject, error.lacks)
    except (NoSuchCase, NotAllowedError):
        return str(error)
    return "；".join(dict.fromkeys((*said, *lacking))) or str(error)


@api.exception_handler(Stale)
def stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """The case changed after the program had read it."""
    return _problem(request, 409, str(error), changed=[change.kind for change in error.changes])


@api.exception_handler(SubjectErased)
@api.exception_handler(NoSuchCase)
@api.exception_handler(NotAllowedError)
def hidden(request: HttpRequest, error: Exception) -> HttpResponse:
    """Not there, or not for this person; nobody learns which."""
    return _problem(request, 404, str(error))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request itself is not of the shape that the specification asks for."""
    errors = {".".join(str(part) for part in each["loc"]): each["msg"] for each in error.errors}
    return _problem(request, 422, "The request is not of the shape that the specification asks for.", errors=errors)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """One sentence for every key that opens nothing: which it is, is nobody's business."""
    message = "Send a key as 'Authorization: Bearer …'; this one is unknown, expired or revoked."
    return _problem(request, 401, message)


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A scope that is missing, or a body that is none."""
    if error.status_code != HTTPStatus.BAD_REQUEST:
        return _problem(request, error.status_code, error.message)
    if request.content_type not in {"application/json", ""}:
        message = f"The body is {request.content_type}: send JSON, with 'Content-Type: application/json'."
        return _problem(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
    return _problem(request, error.status_code, "The body cannot be read as JSON in UTF-8: send one object.")


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """Longer than anything a form may hold."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
    message = f"The body is longer than {most} MB: send less at once."
    return _problem(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
