"""Lists written as finished markup stay markup: what somebody typed never becomes part of the page's own."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House
from tests.web.signed_in import signed_in, text_of

from shouwen.cases import queries

pytestmark = pytest.mark.django_db

HOSTILE = '<img src=x onerror="alert(1)">漏水'


@pytest.mark.parametrize("url", ["/", "/cases/"])
def test_a_title_is_shown_as_it_was_typed_and_never_run(house: House, url: str) -> None:
    house.open(title=HOSTILE)
    shown = text_of(signed_in("alice").get(url))
    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;漏水" in shown


def test_a_long_day_is_shown_page_by_page_with_nothing_left_out(house: House) -> None:
    opened = {house.open(AT - timedelta(minutes=minute)) for minute in range(queries.MOST_SHOWN + 3)}
    alice = house.viewer("alice")
    first = queries.my_tasks(alice, AT)
    rest = queries.my_tasks(alice, AT, skip=queries.MOST_SHOWN)
    assert {duty.case_id for duty in (*first, *rest)} == opened
    assert queries.count_tasks(alice) == (len(opened), False) == (len(first) + len(rest), False)
    assert queries.count_tasks(alice, most=40) == (40, True)
    page = text_of(signed_in("alice").get("/"))
    assert f"skip={queries.MOST_SHOWN}" in page
    assert f"共 {len(opened)} 项" in page
