"""Canned replies: whose they are, who may change them, and how variables are filled in."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House, found_house

from shouwen.knowledge import actions, queries
from shouwen.knowledge.variables import fill, unknown
from shouwen.people import actions as people
from shouwen.people.access import NotAllowedError
from shouwen.people.actions import ChangeRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return found_house()


def save(
    house: House, who: str, reach: str, *, unit: int | None = None, title: str = "致歉", reply: int | None = None
) -> int:
    viewer = house.viewer(who)
    row = actions.save_reply(
        reply=reply, title=title, text="{客户姓名}您好，抱歉。", reach=reach, unit=unit, by=viewer, at=AT
    )
    return row.pk


def titles(house: House, who: str, asked: str = "") -> list[str]:
    return [reply.title for reply in queries.replies(house.viewer(who), asked)]


def test_ones_own_a_unit_s_and_everybody_s(house: House) -> None:
    people.grant_scope(post="leader", reach="subtree", acts=("see", "manage_replies"), by=None, at=AT)
    save(house, "alice", "own", title="我的")
    save(house, "lee", "unit", unit=house.branch, title="一分的")
    save(house, "dora", "shared", title="大家的")
    assert titles(house, "alice") == ["我的", "一分的", "大家的"]
    assert titles(house, "amy") == ["一分的", "大家的"]
    assert titles(house, "olga") == ["大家的"]
    assert titles(house, "alice", "yfd") == ["一分的"]
    assert titles(house, "alice", "抱歉") == ["我的", "一分的", "大家的"]


def test_only_who_looks_after_them_changes_them(house: House) -> None:
    people.grant_scope(post="leader", reach="subtree", acts=("see", "manage_replies"), by=None, at=AT)
    shared = save(house, "dora", "shared")
    own = save(house, "alice", "own")
    for who, reach, unit, reply in (
        ("alice", "shared", None, None),
        ("alice", "unit", house.branch, None),
        ("lee", "unit", house.other, None),
        ("lee", "own", None, shared),
        ("dora", "own", None, own),
    ):
        with pytest.raises(NotAllowedError):
            save(house, who, reach, unit=unit, reply=reply)
    assert not queries.reply(house.viewer("alice"), shared).may_change
    with pytest.raises(NotAllowedError):
        queries.reply(house.viewer("amy"), own)
    actions.remove_reply(reply=own, by=house.viewer("alice"), at=AT + timedelta(hours=1))
    assert titles(house, "alice") == ["致歉"]


@pytest.mark.parametrize(
    ("title", "text", "reach", "unit", "words"),
    [
        ("", "x", "own", None, "标题和正文"),
        ("x" * 61, "x", "own", None, "最多 60 个字"),
        ("x", "{密码}", "own", None, "没有变量 {密码}"),
        ("x", "x", "unit", None, "使用范围"),
        ("x", "x", "moon", None, "使用范围"),
    ],
)
def test_what_is_no_reply_is_refused(
    house: House, title: str, text: str, reach: str, unit: int | None, words: str
) -> None:
    with pytest.raises(ChangeRefused) as refused:
        actions.save_reply(reply=None, title=title, text=text, reach=reach, unit=unit, by=house.viewer("alice"), at=AT)
    assert words in refused.value.zh


def test_variables_are_filled_in_once_and_values_stay_data() -> None:
    said = fill("{客户姓名}，{事项编号}由{我的姓名}办理", {"客户姓名": "{我的姓名}", "我的姓名": "王敏"})
    assert said == "{我的姓名}，{事项编号}由王敏办理"
    assert unknown("{客户姓名}{{7*7}}{x}{x}") == ("7*7", "x")


def test_the_writer_s_own_variables_are_known(house: House) -> None:
    assert queries.my_values(house.viewer("alice")) == {"我的姓名": "Alice", "我的单位": "华东一分"}
