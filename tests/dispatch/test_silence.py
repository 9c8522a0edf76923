"""Who gives no sign of life is away, under rulebooks that say nothing of it too."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House

from shouwen.dispatch import actions
from shouwen.dispatch.jobs import note_silence
from shouwen.dispatch.models import Presence

pytestmark = pytest.mark.django_db


def test_nobody_is_there_longer_than_a_sign_in_lasts_whatever_the_rulebook_says(house: House) -> None:
    actions.set_presence(person=house["dora"], state="here", at=AT)
    note_silence(AT + timedelta(hours=11))
    assert Presence.objects.get(person=int(house["dora"])).state == "here"
    note_silence(AT + timedelta(hours=12))
    row = Presence.objects.get(person=int(house["dora"]))
    assert (row.state, row.before) == ("away", "here")
    actions.seen(person=house["dora"], at=AT + timedelta(hours=30))
    assert Presence.objects.get(person=int(house["dora"])).state == "here"
