"""What many wrote about is found by shared pieces of two characters, rare ones weighing more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analytics.files import REAL, needs_real_file

from shouwen.analytics.likeness import Alike, Group, Text, groups
from shouwen.analytics.source import read_source

START = datetime(2019, 7, 1, tzinfo=UTC)
RULE = Alike(timedelta(days=30), people=2, likeness=30)
OTHERS = (
    "咨询老年人购买养老保险的事情，需要带什么材料，到哪里办理。",
    "公交线路调整以后上班不方便，建议恢复原来的走向。",
    "小学入学报名的时间和条件是什么，户口不在本区能不能报。",
    "村里的路坑坑洼洼，下雨天孩子上学一身泥，请求硬化。",
)


def text(key: int, author: str, day: float, words: str) -> Text:
    return Text(key, author, START + timedelta(days=day), words)


def keys(found: tuple[Group, ...]) -> list[list[int]]:
    return [[each.key for each in group.texts] for group in found]


def among_others(*texts: Text) -> list[Text]:
    return [*texts, *(text(100 + n, f"X{n}", n, words) for n, words in enumerate(OTHERS))]


SITE = "佳苑小区对面工地夜间施工打桩噪音大，老人孩子睡不好，请住建局管一管"


def test_different_people_about_one_building_site_are_one_group() -> None:
    found = groups(
        among_others(
            text(1, "a", 0, SITE),
            text(2, "b", 3, f"尊敬的领导：您好！{SITE}，谢谢！"),
            text(3, "c", 9, "佳苑小区对面的工地又在夜间施工，噪音大，孩子睡不好，快管一管"),
        ),
        RULE,
    )
    assert keys(found) == [[1, 2, 3]]
    assert found[0].people == 3
    assert 30 <= found[0].likeness < 90


def test_one_person_writing_again_and_again_is_no_burst_by_itself_but_belongs_to_one() -> None:
    assert groups(among_others(text(1, "a", 0, SITE), text(2, "a", 1, SITE)), RULE) == ()
    found = groups(among_others(text(1, "a", 0, SITE), text(2, "a", 1, SITE), text(3, "b", 2, SITE)), RULE)
    assert (keys(found), found[0].people) == ([[1, 2, 3]], 2)


@pytest.mark.parametrize(("days", "is_one"), [(30, True), (30.001, False)])
def test_what_lies_further_apart_than_the_window_is_not_one(days: float, *, is_one: bool) -> None:
    found = groups(among_others(text(1, "a", 0, SITE), text(2, "b", days, SITE)), RULE)
    assert bool(found) is is_one


def test_a_chain_reaches_beyond_the_window() -> None:
    found = groups(among_others(text(1, "a", 0, SITE), text(2, "b", 25, SITE), text(3, "c", 50, SITE)), RULE)
    assert keys(found) == [[1, 2, 3]]


def test_polite_words_that_stand_in_every_letter_tie_nothing_together() -> None:
    polite = "尊敬的领导您好，请问"
    letters = [text(n, f"a{n}", n, polite + words) for n, words in enumerate(OTHERS)]
    assert groups(letters, RULE) == ()


def test_two_characters_are_enough_and_full_width_is_half_width() -> None:
    found = groups(among_others(text(1, "a", 0, "停水"), text(2, "b", 1, "停水！"), text(3, "c", 1, "ＡＢＣ")), RULE)
    assert keys(found) == [[1, 2]]


def test_more_people_may_be_asked_for() -> None:
    rule = Alike(RULE.window, people=3, likeness=30)
    assert groups(among_others(text(1, "a", 0, SITE), text(2, "b", 1, SITE)), rule) == ()


@given(st.permutations(range(6)))
def test_the_order_in_which_texts_are_given_changes_nothing(order: list[int]) -> None:
    texts = among_others(text(1, "a", 0, SITE), text(2, "b", 3, SITE + "谢谢"))
    assert groups([texts[n] for n in order], RULE) == groups(texts, RULE)


@needs_real_file
def test_bursts_among_the_real_messages() -> None:
    messages = read_source(REAL, zone="Asia/Shanghai", now=datetime(2026, 1, 1, tzinfo=UTC)).messages
    texts = [Text(int(row.source_id), row.customer, row.opened_at, f"{row.title} {row.content}") for row in messages]
    found = groups(texts, RULE)
    titles = {row.source_id: row.title for row in messages}
    told = [[titles[str(each.key)] for each in group.texts] for group in found]
    assert all(group.people >= 2 for group in found)
    # One housing site, three people in a month, each in words of their own.
    (site,) = [group for group in told if any("东方水岸明珠6期" in title for title in group)]
    assert len(site) == 3
    assert all("东方水岸明珠6期" in title for title in site)
    assert any(sum("工地施工噪音大" in title for title in group) == 2 for group in told)
    # Two ask about school places, but about two schools in two years.
    assert 15 <= len(found) <= 40
