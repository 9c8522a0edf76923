"""Nothing that somebody writes on a case is longer than a note may be."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import actions
from shouwen.cases.actions.sending import LONGEST
from shouwen.cases.forms import Invalid
from shouwen.runtime.models import Ledger

LONG = "长" * (LONGEST + 1)


def ways(house: House, case_id: int) -> dict[str, Callable[[], object]]:
    who: dict[str, Any] = {"by": house["dora"], "at": AT}
    this: dict[str, Any] = {"case_id": case_id}
    return {
        "urge": lambda: actions.urge(**this, reason=LONG, **who),
        "void": lambda: actions.void(**this, reason=LONG, **who),
        "opinion": lambda: actions.agree(**this, task="record#1", opinion=LONG, **who),
        "title": lambda: actions.co_handle(**this, person=house["lee"], title=LONG, **who),
        "step": lambda: actions.finish_step(
            **this, task="record#1", outcome="recorded", fields=RECORD, reason=LONG, by=house["alice"], at=AT
        ),
        "act": lambda: actions.act(**this, act=LONG, **who),
        "task": lambda: actions.take(**this, task=LONG, **who),
        "outcome": lambda: actions.finish_step(**this, task="record#1", outcome=LONG, **who),
        "override": lambda: actions.override(**this, rule="x", reason=LONG, **who),
        "promise": lambda: actions.promise(**this, reply_at=AT + HOUR, words=LONG, **who),
        "correct": lambda: actions.correct_fact(**this, facts={}, reason=LONG, **who),
        "link": lambda: actions.link(**this, other=case_id, reason=LONG, **who),
        "note": lambda: actions.note(**this, text=LONG, **who),
        "open": lambda: house.open(content=LONG),
        "a title": lambda: house.open(title="长" * 201),
    }


def test_what_is_too_long_is_refused_and_kept_nowhere(house: House) -> None:
    case_id = house.open()
    before = Ledger.objects.count()
    for name, way in ways(house, case_id).items():
        with pytest.raises(Invalid, match="最多"):
            way()
        assert Ledger.objects.count() == before, name


def test_the_longest_reason_passes(house: House) -> None:
    case_id = house.open()
    actions.urge(case_id=case_id, reason=LONG[1:], by=house["lee"], at=AT)
    assert [one.text for one in house.page(case_id, "lee").timeline if one.text == LONG[1:]]
