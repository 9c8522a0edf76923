"""A sealed identity opens only with its key and its handle, and every look is written down."""

import pytest
from pytest_django import Settings
from tests.people.company import AT, Company

from shouwen.base.seal import SealBroken
from shouwen.people import actions
from shouwen.people.actions import ChangeRefused
from shouwen.people.models import AccessLog, SealedIdentity

NAME = "张举报"


def _look(handle: str, person: int, reason: str = "核实") -> str:
    return actions.reveal_sealed(handle=handle, field="complainant.name", reason=reason, by=person, at=AT)


def test_the_value_comes_back_and_the_look_is_written_down(company: Company) -> None:
    person = company.employ("追踪人")
    handle = actions.seal(value=NAME, by=person, at=AT)
    assert NAME.encode() not in bytes(SealedIdentity.objects.get().sealed)
    assert _look(handle, person) == NAME
    row = AccessLog.objects.get()
    assert (row.person_id, row.subject, row.field) == (person, f"sealed:{handle}", "complainant.name")


def test_without_a_reason_nothing_opens(company: Company) -> None:
    person = company.employ("追踪人")
    handle = actions.seal(value=NAME, by=person, at=AT)
    with pytest.raises(ChangeRefused, match="why"):
        _look(handle, person, reason=" ")
    assert not AccessLog.objects.exists()


def test_equal_values_do_not_look_equal(company: Company) -> None:
    for _ in range(2):
        actions.seal(value=NAME, by=None, at=AT)
    first, second = SealedIdentity.objects.all()
    assert bytes(first.sealed) != bytes(second.sealed)


def test_a_value_moved_to_another_handle_does_not_open(company: Company) -> None:
    person = company.employ("追踪人")
    one, other = (actions.seal(value=value, by=None, at=AT) for value in (NAME, "李四"))
    SealedIdentity.objects.filter(handle=other).update(sealed=SealedIdentity.objects.get(handle=one).sealed)
    with pytest.raises(SealBroken, match="was changed"):
        _look(other, person)


def test_an_older_key_still_opens_what_it_sealed(company: Company, settings: Settings) -> None:
    person = company.employ("追踪人")
    settings.SEAL_KEY, settings.SEAL_KEY_FALLBACKS = "old", []
    handle = actions.seal(value=NAME, by=None, at=AT)
    settings.SEAL_KEY = "new"
    with pytest.raises(SealBroken, match="fallback"):
        _look(handle, person)
    settings.SEAL_KEY_FALLBACKS = ["old"]
    assert _look(handle, person) == NAME
