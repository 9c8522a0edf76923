"""接口密钥: which programs speak for whom; a new key waits for its person, a revoked one opens nothing any more."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.people.keys import SCOPES, keys_made
from shouwen.people.snapshot import TOP_ZONE
from shouwen.web.administration import choices
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice, day
from shouwen.web.administration.rights import GIVE
from shouwen.web.ui.staff import StaffRequest, needs, staff_page


@staff_page
@needs(GIVE)
def keys(request: StaffRequest) -> HttpResponse:
    """Newest first, with those that open nothing any more at the end."""
    rows = [
        {
            "key": key,
            "scopes": [_(word) for word in key.words],
            "is_over": key.is_over(request.at),
        }
        for key in sorted(keys_made(), key=lambda key: (key.revoked_at is not None, -key.id))
    ]
    return render(request, "administration/keys.html", {"rows": rows})


@staff_page
@needs(GIVE)
def key_new(request: StaffRequest) -> HttpResponse:
    """A program never may more than the person it speaks for."""
    form = Form(
        title=_("发放接口密钥"),
        button=_("发放密钥"),
        back=reverse("admin-keys"),
        fields=_of_a_key(request),
        note=_("密钥由本人领取，只显示一次；领取前什么也打不开，程序能做的不会超过此人能做的。"),
    )

    def do(typed: Typed) -> str:
        until = day(typed, "until")
        zone = ZoneInfo(TOP_ZONE)
        people.offer_key(
            person=int(typed["person"]),
            name=typed["name"],
            scopes=typed["scopes"].split(),
            by=request.viewer.person,
            at=request.at,
            expires_at=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        )
        return _("密钥已发放，等本人领取")

    return answer(request, form, do)


def _of_a_key(request: StaffRequest) -> tuple[Field, ...]:
    scopes = (("", tuple((name, _(word)) for name, word in SCOPES.items())),)
    return (
        Field("name", _("用途"), must=True, hint=_("如 官网、微信公众号")),
        choice("person", _("以谁的名义"), choices.people_here(request.viewer)),
        Field("scopes", _("能做什么"), kind="several", groups=scopes, must=True),
        Field("until", _("有效到"), kind="date", hint=_("不填就一直有效，直到收回")),
    )


@staff_page
@needs(GIVE)
def key_revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    key = next((one for one in keys_made() if one.id == key_id and one.revoked_at is None), None)
    if key is None:
        raise Http404
    form = Form(
        title=f"{_('收回接口密钥')}：{key.name}？",
        button=_("收回密钥"),
        back=reverse("admin-keys"),
        fields=(),
        note=_("用它的程序从下一次请求起被拒绝，不能恢复。"),
        danger=True,
    )

    def do(_typed: Typed) -> str:
        people.revoke_key(key_id=key_id, by=request.viewer.person, at=request.at)
        return _("密钥已收回")

    return answer(request, form, do)
