"""Keys of the interface from the console."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from shouwen.base.clock import now
from shouwen.people import actions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _somebody_signs_in() -> None:
    person = actions.hire(name="罗小满", by=None, at=now())
    actions.give_sign_in(person=person.pk, username="luo", password="x" * 12, by=None, at=now())


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def status(key: str) -> int:
    return Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_opens_until_it_is_revoked() -> None:
    key = said("make_key", "--person", "luo", "--name", "website", "--scope", "cases:read", "--days", "30")
    assert status(key) == 200
    listed = said("list_keys")
    number = listed.split()[0]
    assert "website  罗小满  cases:read  good until 20" in listed
    assert key not in listed
    assert "opens nothing any more" in said("revoke_key", number)
    assert status(key) == 401
    assert "revoked" in said("list_keys")
    assert "nothing was changed" in said("revoke_key", number)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("make_key", "--person", "nobody", "--name", "x", "--scope", "cases:read"), "Nobody signs in as 'nobody'"),
        (("make_key", "--person", "luo", "--name", "x", "--scope", "all"), "cases:read, cases:write; got all"),
        (("make_key", "--person", "luo", "--name", "x", "--scope", "cases:read", "--days", "0"), "at least 1"),
        (("revoke_key", "77"), "no key 77"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said(*words)
    assert "There is no key yet" in said("list_keys")
