"""The addresses of 管理: who of the three administrators opens each, and what each is about."""

from collections.abc import Mapping
from typing import Any

from tests.cases.house import House

from shouwen.base.clock import now
from shouwen.people.models import InterfaceKey

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
    "admin-channels": {"system"},
    "admin-categories": {"system"},
}
POSTED = {"admin-integrity", "admin-audit-export"}


def given(house: House) -> Mapping[str, Mapping[str, Any]]:
    """Of those that need a number or a name; the rest need nothing."""
    alice = {"person_id": house["alice"]}
    holding = house.viewer("alice", now()).organisation.held_by_person[int(house["alice"])][0]
    key = InterfaceKey.objects.first()
    return {
        "admin-person": alice,
        "admin-person-act": {**alice, "act": "place"},
        "admin-person-row": {**alice, "act": "end", "row": holding.id},
        "admin-unit-act": {"unit_id": house.branch, "act": "describe"},
        "admin-appoint": {"office": "audit"},
        "admin-dismiss": {"person_id": house["lee"]},
        "admin-peer-reset": {"person_id": house["frank"]},
        "admin-key-revoke": {"key_id": key.pk if key else 1},
    }
