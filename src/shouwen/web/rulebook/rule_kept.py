"""A rule's form kept as it is typed: for each author and part, until it is saved or thrown away."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.authoring import queries as queries_of_drafts
from shouwen.cases import actions, queries
from shouwen.rulebook.form.parts import find
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found
from shouwen.web.rulebook.rule_asked import FIELDS, Asked, about, typed
from shouwen.web.ui.kept import MOST_DRAFT_BYTES, typed_in
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

LONGEST_KEY = 160


@staff_page
@needs(MANAGE)
@require_POST
def keep_typed(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Every few seconds; nothing that was typed is lost with a reload, the way back or a crash."""
    if len(request.body) > MOST_DRAFT_BYTES:
        return JsonResponse({"words": _("内容太长，草稿未保存")}, status=413)
    given = typed_in(request.body)
    if given is None:
        return JsonResponse({"words": _("草稿未保存")}, status=400)
    fields = {name: [str(each) for each in held] for name, held in given.items() if isinstance(held, list)}
    place = {key: next(iter(fields.get(key, ())), "") for key in (*FIELDS, "file", "version")}
    if not any(place[key] for key in FIELDS):
        return JsonResponse({"words": _("草稿未保存")}, status=400)
    saved = about(found(draft_id), place)
    form = typed(saved, fields)
    if not saved.is_lost and (form.values, form.name) == (saved.values, saved.name):
        # What is saved already is no draft, even if it arrives after the saving.
        forget(request, saved)
    else:
        keep(request, form)
    return JsonResponse({"words": _("草稿已存 %(clock)s") % {"clock": _clock(request)}})


@staff_page
@needs(MANAGE)
@require_POST
def drop_typed(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What was typed is thrown away; the form stands as it was saved."""
    view, part = found(draft_id), request.POST.get("part", "")
    if part and find(view.texts, part) is None:
        actions.drop_draft(person=request.viewer.id, form_key=key_of(draft_id, {"part": part}))
        return HttpResponseRedirect(reverse("draft", args=[draft_id]))
    form = about(view, request.POST)
    forget(request, form)
    return HttpResponseRedirect(f"{reverse('draft-part', args=[draft_id])}?{_address(form)}")


def keep(request: StaffRequest, form: Asked) -> None:
    """The values of the form, with the version of the file that they were typed over."""
    held = {"values": form.values, "name": form.name, "file": form.file, "version": form.version, "at": _clock(request)}
    actions.save_draft(person=request.viewer.id, form_key=kept_key(form), values=held, at=request.at)


def kept(request: StaffRequest, form: Asked) -> Asked | None:
    """The form as this author left it without saving."""
    held = queries.draft(request.viewer.id, kept_key(form))
    if not held or (held["values"] == form.values and held["name"] == form.name):
        return None
    own = {key: held[key] for key in ("values", "name", "file", "version")}
    return replace(form, **own, kept_at=held["at"])


def kept_lost(request: StaffRequest, view: queries_of_drafts.DraftView, part: str) -> Asked | None:
    """What this author typed into a part that is no longer in the draft."""
    held = queries.draft(request.viewer.id, key_of(view.id, {"part": part}))
    if not held:
        return None
    form = about(view, {"part": part, "file": held["file"], "version": str(held["version"])})
    return replace(form, values=held["values"], name=held["name"], kept_at=held["at"])


def forget(request: StaffRequest, form: Asked) -> None:
    actions.drop_draft(person=request.viewer.id, form_key=kept_key(form))


def kept_key(form: Asked) -> str:
    """Under which the form is kept for its author."""
    return key_of(form.view.id, _place(form))


def key_of(draft_id: int, place: Mapping[str, str]) -> str:
    return f"rule:{draft_id}:{urlencode(place)}"[:LONGEST_KEY]


def _address(form: Asked) -> str:
    return urlencode(_place(form))


def _place(form: Asked) -> dict[str, str]:
    path = form.piece.path if form.piece else ""
    given = dict(zip(FIELDS, (path, "" if path or form.copy else form.kind, form.copy), strict=False))
    return {key: value for key, value in given.items() if value}


def _clock(request: StaffRequest) -> str:
    return request.at.astimezone(timezone.get_current_timezone()).strftime("%H:%M")
