"""接口密钥 of one's own: taken by the person in whose name a program speaks, and given up by them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.people import actions as people
from shouwen.people.actions import ChangeRefused
from shouwen.people.keys import KeyMade, keys_of
from shouwen.web.ui.refused import change_words
from shouwen.web.ui.staff import StaffRequest, refusal, staff_page


@staff_page
def own_keys(request: StaffRequest) -> HttpResponse:
    """Those that wait to be taken first."""
    rows = [
        {"key": key, "scopes": [_(word) for word in key.words], "is_over": key.is_over(request.at)}
        for key in keys_of(request.viewer.person)
    ]
    return render(request, "keys/own.html", {"rows": rows})


@staff_page
@require_POST
def take(request: StaffRequest, key_id: int) -> HttpResponse:
    """Shown on the answer itself, once, and nowhere else."""
    key = _own(request, key_id)
    try:
        secret = people.take_key(key_id=key_id, person=request.viewer.person, at=request.at)
    except ChangeRefused as error:
        return refusal(request, change_words(error), status=409)
    response = render(request, "keys/taken.html", {"secret": secret, "name": key.name})
    response.headers["Cache-Control"] = "no-store"
    return response


@staff_page
@require_POST
def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    _own(request, key_id)
    people.revoke_key(key_id=key_id, by=request.viewer.person, at=request.at)
    messages.success(request, _("密钥已收回"))
    return HttpResponseRedirect(reverse("own-keys"))


def _own(request: StaffRequest, key_id: int) -> KeyMade:
    found = next((key for key in keys_of(request.viewer.person) if key.id == key_id), None)
    if found is None:
        raise Http404
    return found
