"""The addresses of 管理: who of the three administrators opens each, and what each is about."""

from collections.abc import Mapping
from typing import Any

from tests.cases.house import House

from shouwen.base.clock import now
from shouwen.cases.actions import save_view
from shouwen.cases.models import Case, SavedView
from shouwen.people.models import InterfaceKey
from shouwen.retention.actions import ask_term, place_hold
from shouwen.retention.models import Certificate, Hold, Term

OFFICES = {"fay": "system", "amy": "security", "lee": "audit"}
ALL_THREE = {"system", "security", "audit"}
# Who of the three gets in. The director may every act of business, and none of these.
OPEN_TO = {
    "admin": ALL_THREE,
    "admin-people": {"system", "security"},
    "admin-person": {"system", "security"},
    "admin-person-new": {"system"},
    "admin-person-act": {"system"},
    "admin-person-row": {"system"},
    "admin-import": {"system"},
    "admin-import-template": {"system"},
    "admin-units": {"system", "security"},
    "admin-unit-new": {"system"},
    "admin-unit-act": {"system"},
    "admin-posts": {"system", "security"},
    "admin-scopes": {"security"},
    "admin-scope-grant": {"security"},
    "admin-scope-withdraw": {"security"},
    "admin-scopes-first": {"security"},
    "admin-keys": {"security"},
    "admin-key-new": {"security"},
    "admin-key-revoke": {"security"},
    "admin-offices": ALL_THREE,
    "admin-appoint": {"security"},
    "admin-dismiss": {"security"},
    "admin-peer-reset": {"audit"},
    "admin-audit": {"audit"},
    "admin-integrity": {"audit"},
    "admin-audit-export": {"audit"},
    "admin-exports": {"security"},
    "admin-keeping": {"security", "audit"},
    "admin-keeping-ask": {"security"},
    "admin-keeping-decide": {"audit"},
    "admin-keeping-preview": {"security", "audit"},
    "admin-hold": {"security"},
    "admin-hold-lift": {"security"},
    "admin-certificates": {"security", "audit"},
    "admin-certificate": {"security", "audit"},
    "admin-views": {"system"},
    "admin-view-act": {"system"},
    "admin-channels": {"system"},
    "admin-mail": {"system"},
    "admin-mail-try": {"system"},
    "admin-categories": {"system"},
}
POSTED = {"admin-integrity", "admin-audit-export"}


def given(house: House) -> Mapping[str, Mapping[str, Any]]:
    """Of those that need a number or a name; the rest need nothing."""
    alice = {"person_id": house["alice"]}
    holding = house.viewer("alice", now()).organisation.held_by_person[int(house["alice"])][0]
    key = InterfaceKey.objects.first()
    term = {"term_id": _number(Term)}
    return {
        "admin-person": alice,
        "admin-person-act": {**alice, "act": "place"},
        "admin-person-row": {**alice, "act": "end", "row": holding.id},
        "admin-unit-act": {"unit_id": house.branch, "act": "describe"},
        "admin-appoint": {"office": "audit"},
        "admin-keeping-ask": {"kind": "draft"},
        "admin-keeping-decide": term,
        "admin-keeping-preview": term,
        "admin-hold": {"kind": "case"},
        "admin-hold-lift": {"hold_id": _number(Hold)},
        "admin-certificate": {"certificate_id": _number(Certificate)},
        "admin-view-act": {"view_id": _number(SavedView), "act": "rename"},
        "admin-dismiss": {"person_id": house["lee"]},
        "admin-peer-reset": {"person_id": house["frank"]},
        "admin-key-revoke": {"key_id": key.pk if key else 1},
    }


def keep_something(house: House) -> None:
    """A term that waits, a hold, a certificate, and a view that is shared."""
    at = now()
    amy = house.viewer("amy", at)
    term = ask_term(kind="draft", months=3, reason="最短必要", by=amy, at=at)
    place_hold(kind="case", number=Case.objects.get(pk=house.open(at)).number, reason="仲裁", by=amy, at=at)
    Certificate.objects.create(term_id=term, before=at, count=1, labels=["7"], at=at)
    save_view(person=house["lee"], name="本周投诉", filters={"query": "late=1"}, unit=str(house.branch), at=at)


def _number(table: Any) -> int:
    """Of the first row there is; a page without one answers like one that is closed."""
    row = table.objects.first()
    return int(row.pk) if row else 1
