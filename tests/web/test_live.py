"""What a page hears while it is looked at."""

from typing import Any

import pytest
from tests.cases.house import House
from tests.web.signed_in import let_go, signed_in

from shouwen.base.clock import now
from shouwen.web.desk.live import names_of

pytestmark = pytest.mark.django_db


def first_words(house: House, seq: int) -> str:
    case_id = house.open(now())
    house.record(case_id, now())
    response: Any = signed_in("alice").get(f"/live/?case={case_id}&seq={seq}")
    stream = response.streaming_content
    words = next(stream).decode()
    if seq == 0:
        words += next(stream).decode()
    let_go(response)
    return str(words)


def test_a_page_drawn_before_something_happened_hears_of_it_at_once(house: House) -> None:
    assert "event: changed" in first_words(house, 0)


def test_a_page_that_is_up_to_date_hears_nothing_yet(house: House) -> None:
    assert first_words(house, 99) == "retry: 3000\n\n"


def test_topics_mean_different_things_to_a_page() -> None:
    assert names_of("case:7") == ("changed",)
    assert names_of("here:7") == ("here",)
    assert names_of("person:3") == ("notice", "task")
    assert names_of("board") == ("board",)
    assert names_of("*") == ("notice", "task", "changed", "here", "board")


def test_nobody_listens_to_a_case_out_of_sight(house: House) -> None:
    assert signed_in("olga").get(f"/live/?case={house.open(now())}").status_code == 404
