"""Every address of the pages, and who gets in: a new address without a line here fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cases.house import House
from tests.web.administered import OPEN_TO, POSTED
from tests.web.scene import Place, scene
from tests.web.signed_in import let_go, signed_in

from shouwen.base.actions import create_user
from shouwen.base.clock import now

pytestmark = pytest.mark.django_db

OPEN = {"alive", "preferences", "sign-link", "push-worker"}
"""No sign-in is needed."""


@dataclass(frozen=True)
class Line:
    """What an agent, leader and director of the branch's chain get, and an agent of another branch."""

    agent: int
    leader: int
    director: int
    elsewhere: int
    method: str = "get"
    sent: Mapping[str, str] | None = None


def everybody(**more: Any) -> Line:
    return Line(200, 200, 200, 200, **more)


def of_the_case(**more: Any) -> Line:
    return Line(200, 200, 200, 404, **more)


def done(**more: Any) -> Line:
    """An act on the case: those who see it come back to it, others learn nothing of it."""
    return Line(302, 302, 302, 404, method="post", **more)


def kept(**more: Any) -> Line:
    """What concerns nobody but oneself."""
    return Line(302, 302, 302, 302, method="post", **more)


DESK_FILE = {"file": "desk.yaml", "version": "1"}
ADMINISTRATORS = OPEN_TO.keys() - {"admin", "admin-offices", "admin-channels", "admin-categories"} - POSTED
TABLE: Mapping[str, Line] = {
    "tasks": everybody(),
    "cases": everybody(),
    "case-new": everybody(),
    "case-new-draft": everybody(method="post", sent={}),
    "caller": everybody(),
    "save-view": kept(sent={"name": "我的"}),
    "home-numbers": everybody(),
    "queues": everybody(),
    "conditions": everybody(),
    "condition-value": everybody(),
    "bulk": everybody(),
    "open-tabs": everybody(),
    "case-tab": of_the_case(method="post", sent={"do": "open"}),
    "case-context": of_the_case(),
    "export": everybody(),
    "exports": everybody(),
    "export-decide": Line(404, 302, 302, 404, method="post", sent={"agrees": "yes"}),
    "export-file": Line(200, 404, 404, 404, method="post", sent={"again": "1"}),
    "quick": everybody(),
    "latin": everybody(),
    "compliance-brief": Line(404, 404, 200, 404),
    "case": of_the_case(),
    "case-flow": of_the_case(),
    "case-step": Line(422, 422, 422, 404, method="post", sent={"task": "record#1"}),
    # The case waits for lee, who does not urge himself.
    "case-act": Line(302, 422, 302, 404, method="post", sent={"act": "urge", "reason": "客户来电"}),
    "case-message": Line(302, 302, 302, 404, method="post", sent={"kind": "note", "text": "已转告"}),
    "case-draft": of_the_case(method="post", sent={}),
    "case-draft-hand": Line(422, 422, 422, 404, method="post", sent={"text": "您好", "to": "0"}),
    "case-draft-take": Line(302, 422, 422, 404, method="post"),
    "case-timeline": of_the_case(),
    "case-check": of_the_case(method="post", sent={"kind": "reply", "text": "您好"}),
    "case-inserts": of_the_case(),
    "case-colleagues": of_the_case(),
    "case-draft-takers": of_the_case(),
    "case-attach": Line(422, 422, 422, 404, method="post"),
    "case-here": of_the_case(method="post", sent={"typing": "note"}),
    "case-follow": of_the_case(method="post", sent={"do": "on"}),
    "case-hidden": Line(404, 200, 404, 404, method="post", sent={"reason": "核实"}),
    "board": Line(404, 200, 200, 404),
    "board-person": Line(404, 200, 200, 404),
    "board-ability": Line(404, 302, 302, 404, method="post", sent={"drop": "1"}),
    "capacity": Line(404, 302, 302, 404, method="post", sent={"capacity": "8"}),
    "spot-seen": Line(404, 404, 404, 404, method="post", sent={"note": "已安排"}),
    "supervisions": Line(404, 200, 200, 404),
    "duty": Line(404, 200, 200, 404),
    "duty-write": Line(
        404, 302, 400, 404, method="post", sent={"post": "fixer", "lines": "2026-12-01 08:00-20:00 Frank"}
    ),
    "duty-drop": Line(404, 302, 404, 404, method="post"),
    "overrides": Line(404, 200, 200, 404),
    "approvals": everybody(),
    "approval-decide": kept(sent={"case": "1", "task": "x", "act": "approve.agree"}),
    "presence": kept(sent={"state": "here"}),
    "presence-seen": everybody(method="post"),
    "case-why": of_the_case(),
    "compliance": Line(404, 404, 200, 404),
    "history": Line(404, 404, 200, 404),
    "guesses": Line(404, 404, 200, 404),
    "customers": everybody(),
    "customer-new": Line(404, 404, 200, 404),
    "customer": Line(404, 200, 200, 404),
    "customer-imports": Line(404, 404, 200, 404),
    "customer-import": Line(404, 404, 200, 404),
    "customer-import-template": Line(404, 404, 200, 404),
    "customer-import-faults": Line(404, 404, 200, 404, method="post", sent={}),
    "customer-exports": everybody(),
    "customer-export-decide": Line(404, 302, 404, 404, method="post", sent={"agrees": "yes"}),
    "customer-export-file": Line(404, 404, 200, 404, method="post", sent={}),
    "reveal-contact": Line(404, 404, 200, 404, method="post", sent={"reason": "回拨客户"}),
    "document-pdf": of_the_case(),
    "document-docx": of_the_case(),
    "document-sign": done(sent={"party": "agent"}),
    "document-receive": done(),
    "document-link": done(sent={"party": "customer"}),
    "form-link": done(sent={"party": "customer"}),
    "link-revoke": done(),
    "case-papers": of_the_case(),
    "form-pdf": of_the_case(),
    "form-docx": of_the_case(),
    "form-sign": done(sent={"party": "agent"}),
    "file": of_the_case(),
    "rulebooks": everybody(),
    "rulebook": everybody(),
    "clause": everybody(),
    "article": everybody(),
    "procedure": everybody(),
    "table": everybody(),
    "to-confirm": everybody(),
    "drafts": Line(404, 404, 200, 404),
    "draft": Line(404, 404, 200, 404),
    "draft-header": Line(
        404,
        404,
        302,
        404,
        method="post",
        sent={"version": "1", "number": "9", "title": "制度", "in_force": "2027-01-01"},
    ),
    "draft-clause": Line(
        404, 404, 302, 404, method="post", sent={**DESK_FILE, "clause": "DESK-1", "title": "受理客户"}
    ),
    "draft-rule": Line(404, 404, 302, 404, method="post", sent={**DESK_FILE, "rule": "agent", "leaf:agent.count": "3"}),
    "draft-part": Line(404, 404, 200, 404),
    "draft-check": Line(404, 404, 200, 404, method="post", sent={**DESK_FILE, "part": "agent", "v/title": "专员"}),
    "draft-part-keep": Line(404, 404, 400, 404, method="post", sent={}),
    "draft-part-back": Line(404, 404, 404, 404, method="post", sent={"part": "agent"}),
    "draft-part-drop": Line(404, 404, 302, 404, method="post", sent={"part": "agent"}),
    "draft-part-remove": Line(404, 404, 302, 404, method="post", sent={"part": "agent"}),
    "draft-flow": Line(404, 404, 302, 404, method="post", sent={"procedure": "complaint", "step": "nowhere"}),
    "draft-clause-add": Line(404, 404, 302, 404, method="post", sent={"id": "DESK-9", "title": "附则"}),
    "draft-clause-number": Line(404, 404, 302, 404, method="post", sent={"clause": "DESK-5", "number": "DESK-6"}),
    "draft-clause-remove": Line(404, 404, 302, 404, method="post", sent={"clause": "DESK-5"}),
    "draft-file": Line(404, 404, 422, 404),
    "draft-compare": Line(404, 404, 200, 404),
    "draft-preview": Line(404, 404, 200, 404),
    "draft-suggestions": Line(404, 404, 200, 404),
    "draft-publish": Line(404, 404, 422, 404, method="post", sent={"in_force": "2027-01-01"}),
    "draft-export": Line(404, 404, 200, 404),
    "draft-propose": Line(404, 404, 422, 404, method="post", sent={"in_force": "2027-01-01"}),
    "draft-remove": Line(404, 404, 302, 404, method="post", sent={"reason": "重复"}),
    "proposals": Line(404, 404, 200, 404),
    "proposal": Line(404, 404, 200, 404),
    "proposal-carry-out": Line(404, 404, 422, 404, method="post"),
    "edition": everybody(),
    "moves": Line(404, 404, 200, 404),
    "calendar": everybody(),
    "calendar-day": Line(404, 404, 422, 404, method="post"),
    "calendar-notice": Line(404, 404, 200, 404),
    "operations": Line(404, 404, 200, 404),
    "operations-retry": Line(404, 404, 302, 404, method="post", sent={"message": "all"}),
    "operations-job": Line(404, 404, 302, 404, method="post", sent={"job": "none"}),
    "operations-message": Line(404, 404, 200, 404),
    "operations-drop": Line(404, 404, 302, 404, method="post", sent={"reason": "作废"}),
    "start": Line(404, 404, 200, 404),
    "start-company": Line(404, 404, 200, 404),
    "start-calendar": Line(404, 404, 200, 404),
    "start-rulebook": Line(404, 404, 200, 404),
    "start-units": Line(404, 404, 404, 404, method="post", sent={}),
    "start-posts": Line(404, 404, 200, 404),
    "start-case": Line(404, 404, 200, 404),
    # Who gets into the others is in test_three_administrators.py.
    "admin": Line(404, 404, 302, 404),
    "admin-offices": Line(404, 404, 200, 404),
    "admin-channels": Line(404, 404, 200, 404),
    "admin-categories": Line(404, 404, 200, 404),
    **dict.fromkeys(ADMINISTRATORS, Line(404, 404, 404, 404)),
    **dict.fromkeys(POSTED, Line(404, 404, 404, 404, method="post")),
    "replies": everybody(),
    "reply-new": everybody(),
    "reply": everybody(),
    "reply-remove": Line(404, 404, 302, 404, method="post"),
    "search": everybody(),
    "notices": everybody(),
    "notice-count": everybody(),
    "notice-settings": everybody(),
    "own-keys": everybody(),
    "own-key-take": Line(404, 404, 404, 404, method="post"),
    "own-key-revoke": Line(404, 404, 404, 404, method="post"),
    "notice-devices": kept(sent={"drop": "1"}),
    "time-machine": kept(sent={"step": "hour"}),
    "live": everybody(),
}


def addresses() -> Iterator[str]:
    """The names of all addresses of the pages, without those of allauth and the interface."""
    for pattern in get_resolver("shouwen.web.urls").url_patterns:
        yield from _names(pattern)


def _names(pattern: URLPattern | URLResolver) -> Iterator[str]:
    if isinstance(pattern, URLResolver):
        for inner in pattern.url_patterns:
            yield from _names(inner)
    elif pattern.name:
        yield pattern.name


@pytest.fixture
def place(house: House) -> Place:
    return scene(house, TABLE.keys())


def test_every_address_of_the_pages_stands_in_the_table() -> None:
    assert sorted(set(addresses()) - TABLE.keys() - OPEN) == []
    assert sorted(TABLE.keys() - set(addresses())) == []


ADDRESSED = {"draft-part": {"part": "agent"}, "case-timeline": {"before": "5"}}
"""What an address cannot do without."""


def asked(client: Client, place: Place, name: str) -> int:
    line = TABLE[name]
    if line.method == "get":
        response = client.get(place.url(name), ADDRESSED.get(name, {}))
    elif line.sent == {}:
        response = client.post(place.url(name), data="{}", content_type="application/json")
    else:
        response = client.post(place.url(name), {**(line.sent or {}), "key": f"{name}-{id(client)}"})
    let_go(response)
    return response.status_code


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_gets_in(place: Place, name: str) -> None:
    line = TABLE[name]
    expected = {"alice": line.agent, "lee": line.leader, "dora": line.director, "olga": line.elsewhere}
    assert {who: asked(signed_in(who), place, name) for who in expected} == expected


@pytest.mark.parametrize("name", sorted(TABLE))
def test_strangers_sign_in_first_and_those_who_left_stay_out(place: Place, name: str) -> None:
    assert asked(Client(), place, name) == 302
    create_user(username="gone", password=None, at=now())
    assert asked(signed_in("gone"), place, name) == 403
