"""Who can act for a seat: holders, stand-ins, whoever was meant, and never a barred person."""

import pytest

from shouwen.engine.facts import Assignee, Roster, Seat
from shouwen.engine.seats import may_act, on_behalf, persons_of

ROSTER = Roster(
    unit="本单位",
    seats={
        "boss": Seat("本单位", ("经理", "副手")),
        "boss@分公司": Seat("分公司", ("分公司经理",)),
        "empty": Seat("本单位", ()),
    },
    units={"分公司": ("分公司经理", "钱某")},
    posts_of={"经理": ("boss",), "病人": ("boss",), "闲人": ("agent",)},
    standing_in={"病人": ("替身",), "闲人": ("帮手",)},
)


@pytest.mark.parametrize(
    ("seat", "persons"),
    [
        (Assignee(post="boss"), ("经理", "副手")),
        (Assignee(post="boss", unit="本单位"), ("经理", "副手")),
        (Assignee(post="boss", unit="分公司"), ("分公司经理",)),
        (Assignee(post="boss", unit="别处"), ("经理", "副手")),
        (Assignee(post="nowhere", unit="别处"), ()),
        (Assignee(post="empty"), ()),
        (Assignee(post="boss", barred=("经理",)), ("副手",)),
        (Assignee(unit="分公司"), ("分公司经理", "钱某")),
        (Assignee(unit="无"), ()),
        (Assignee(person="王某"), ("王某",)),
        (Assignee(person="王某", barred=("王某",)), ()),
        (Assignee(person="王某", unit="分公司"), ("王某",)),
        (Assignee(person="病人"), ("病人", "替身")),
        (Assignee(post="boss", person="经理"), ("经理",)),
        (Assignee(post="boss", person="离职者"), ("经理", "副手")),
        (Assignee(post="boss", person="病人"), ("病人", "替身")),
        (Assignee(post="empty", person="离职者"), ("离职者",)),
        (Assignee(), ()),
    ],
)
def test_who_can_act_for_a_seat(seat: Assignee, persons: tuple[str, ...]) -> None:
    assert persons_of(seat, ROSTER) == persons
    assert all(may_act(seat, person, ROSTER) for person in persons)
    assert not may_act(seat, "路人", ROSTER)


def test_an_outside_party_acts_through_whoever_records_it() -> None:
    seat = Assignee(outside="customer", barred=("专员",))
    assert may_act(seat, "经理", ROSTER)
    assert not may_act(seat, "专员", ROSTER)


@pytest.mark.parametrize(
    ("seat", "person", "absent"),
    [
        (Assignee(person="病人"), "替身", "病人"),
        (Assignee(post="boss"), "替身", "病人"),
        (Assignee(post="boss"), "帮手", None),
        (Assignee(post="agent"), "帮手", "闲人"),
        (Assignee(post="boss"), "经理", None),
        (Assignee(person="王某"), "替身", None),
    ],
)
def test_on_whose_behalf_somebody_acts(seat: Assignee, person: str, absent: str | None) -> None:
    assert on_behalf(seat, person, ROSTER) == absent
