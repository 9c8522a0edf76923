"""Who may see and do what: by post and reach, while in the post, and for whom one stands in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.company import AT, Company

from shouwen.base import actions as base_actions
from shouwen.people import actions
from shouwen.people.access import NotAllowedError, Viewer, may, require, viewer_for, viewer_of, visible, visible_units
from shouwen.people.models import Holding

DAY = timedelta(days=1)


def _grant(reach: str, *acts: str, post: str = "agent", unit_kind: str = "") -> None:
    actions.grant_scope(post=post, reach=reach, acts=acts or ["see"], unit_kind=unit_kind, by=None, at=AT)


@pytest.mark.parametrize(
    ("reach", "seen"),
    [
        ("own", []),
        ("unit", ["branch", "finance"]),
        ("subtree", ["branch", "finance"]),
        ("all", ["group", "centre", "east", "branch", "other", "finance"]),
    ],
)
def test_a_branch_post_sees_as_far_as_its_reach(company: Company, reach: str, seen: list[str]) -> None:
    _grant(reach)
    viewer = company.viewer(company.employ("张三", "agent", company.branch))
    assert visible_units(viewer) == {getattr(company, name) for name in seen}


def test_a_region_sees_its_branches_only_with_the_subtree(company: Company) -> None:
    viewer_id = company.employ("张三", "agent", company.east)
    _grant("unit")
    assert visible_units(company.viewer(viewer_id)) == {company.east}
    _grant("subtree")
    seen = visible_units(company.viewer(viewer_id))
    assert seen == {company.east, company.branch, company.other, company.finance}


def test_a_scope_may_hang_on_the_kind_of_unit(company: Company) -> None:
    _grant("all", unit_kind="group")
    in_branch = company.viewer(company.employ("张三", "agent", company.branch))
    in_group = company.viewer(company.employ("李四", "agent", company.group))
    assert visible_units(in_branch) == frozenset()
    assert company.other in visible_units(in_group)


def test_acts_are_granted_one_by_one(company: Company) -> None:
    _grant("subtree", "see")
    _grant("unit", "assign")
    viewer = company.viewer(company.employ("张三", "agent", company.branch))
    assert may(viewer, "see", unit=company.finance)
    assert may(viewer, "assign", unit=str(company.branch))
    assert not may(viewer, "assign", unit=company.other)
    assert not may(viewer, "void", unit=company.branch)
    assert not may(viewer, "void", own=True)
    with pytest.raises(NotAllowedError, match="'void'"):
        require(viewer, "void", unit=company.branch)


def test_every_act_is_every_act(company: Company) -> None:
    _grant("unit", "*")
    viewer = company.viewer(company.employ("张三", "agent", company.branch))
    assert may(viewer, "anything", unit=company.branch)
    assert not may(viewer, "anything", unit=company.group)


def test_without_a_post_only_ones_own_is_seen(company: Company) -> None:
    _grant("all")
    viewer = company.viewer(company.employ("新人"))
    assert visible_units(viewer) == frozenset()
    assert may(viewer, "see", own=True)
    assert not may(viewer, "see", unit=company.branch)


def _rows(viewer: Viewer) -> set[str]:
    """Holdings stand for any table with a unit and a person."""
    condition = visible(viewer).rows(unit="unit_id", own=["person_id"])
    return {f"{row.person.name}@{row.unit.name}" for row in Holding.objects.filter(condition)}


def test_a_row_filter_gives_reach_and_own_rows_and_nothing_else(company: Company) -> None:
    _grant("unit", post="agent")
    _grant("all", post="director")
    agent = company.employ("张三", "agent", company.branch)
    director = company.employ("周总", "director", company.group)
    stranger = company.employ("外人", "cleaner", company.other)
    assert _rows(company.viewer(agent)) == {"张三@华东一分"}
    assert _rows(company.viewer(director)) == {"张三@华东一分", "周总@集团", "外人@华东二分"}
    assert _rows(company.viewer(stranger)) == {"外人@华东二分"}
    assert _rows(company.viewer(company.employ("新人"))) == set()


def test_a_stand_in_sees_what_the_absent_person_sees_until_they_are_back(company: Company) -> None:
    _grant("unit")
    absent = company.employ("张三", "agent", company.branch)
    deputy = company.employ("李四")
    actions.set_absence(person=absent, substitute=deputy, starts_at=AT, ends_at=AT + DAY, by=None, at=AT)
    during, after = company.viewer(deputy), company.viewer(deputy, AT + DAY)
    assert company.branch in visible_units(during)
    assert during.persons == {absent, deputy}
    assert during.seats == {("agent", company.branch)}
    assert visible_units(after) == frozenset()
    assert after.persons == {deputy}


def test_standing_in_for_one_case_type_opens_its_tasks_only(company: Company) -> None:
    _grant("unit", "see", "approve")
    absent, deputy = company.employ("张三", "agent", company.branch), company.employ("李四")
    actions.set_absence(
        person=absent,
        substitute=deputy,
        starts_at=AT,
        ends_at=AT + DAY,
        procedures=["complaint"],
        by=None,
        at=AT,
    )
    viewer = company.viewer(deputy)
    assert visible_units(viewer) == frozenset()
    assert viewer.seats == {("agent", company.branch)}
    assert may(viewer, "approve", own=True)
    assert not may(viewer, "approve", unit=company.branch)


def _signed_in(company: Company, *, post: str = "agent") -> tuple[int, int]:
    person = company.employ("张三", post, company.branch)
    user = base_actions.create_user(username="zhangsan", password=None, at=AT)
    actions.give_sign_in(person=person, username="zs", password=None, by=None, at=AT)
    user.delete()
    found = company.viewer(person).user
    assert found is not None
    return person, found


def test_rights_taken_away_are_gone_with_the_next_request(company: Company) -> None:
    _grant("all")
    _, user = _signed_in(company)
    before = viewer_for(user, AT)
    assert before is not None
    assert may(before, "see", unit=company.other)
    actions.withdraw_scope(post="agent", reach="all", by=None, at=AT)
    after = viewer_for(user, AT)
    assert after is not None
    assert not may(after, "see", unit=company.other)


def test_an_ended_post_takes_its_rights_with_it(company: Company) -> None:
    _grant("all")
    person, user = _signed_in(company)
    holding = Holding.objects.get(person=person)
    actions.end_holding(holding=holding.pk, last_day=date(2026, 3, 2), by=None, at=AT)
    last_moment = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    before, after = viewer_for(user, last_moment), viewer_for(user, last_moment + timedelta(seconds=1))
    assert before is not None
    assert after is not None
    assert may(before, "see", unit=company.branch)
    assert not may(after, "see", unit=company.branch)


def test_whoever_left_is_nobody(company: Company) -> None:
    person, user = _signed_in(company)
    actions.leave(person=person, last_day=date(2026, 3, 2), by=None, at=AT)
    assert viewer_for(user, AT) is not None
    assert viewer_for(user, AT + DAY) is None
    assert viewer_of(person, AT + DAY) is None


def test_a_sign_in_without_a_person_is_nobody(db: None) -> None:
    user = base_actions.create_user(username="root", password=None, at=AT)
    assert viewer_for(user, AT) is None


def test_looking_again_costs_one_query(company: Company) -> None:
    _grant("subtree")
    _, user = _signed_in(company)
    viewer_for(user, AT)
    with CaptureQueriesContext(connection) as asked:
        viewer = viewer_for(user, AT)
        assert viewer is not None
        visible_units(viewer)
        may(viewer, "see", unit=company.branch)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("office", "act"), [("system", "manage_people"), ("security", "manage_scopes"), ("audit", "see_ledger")]
)
def test_the_three_administrators_have_each_their_own(company: Company, office: str, act: str) -> None:
    person = company.employ("管理员")
    actions.appoint_administrator(person=person, office=office, by=None, at=AT)
    viewer = company.viewer(person)
    acts = ["manage_people", "manage_scopes", "see_ledger"]
    assert [each for each in acts if may(viewer, each)] == [act]
    assert not may(viewer, "see", unit=company.branch)


def test_nobody_is_two_administrators(company: Company) -> None:
    person = company.employ("管理员")
    actions.appoint_administrator(person=person, office="system", by=None, at=AT)
    with pytest.raises(actions.ChangeRefused, match="two of the three"):
        actions.appoint_administrator(person=person, office="audit", by=None, at=AT)
    actions.appoint_administrator(person=person, office="", by=None, at=AT)
    actions.appoint_administrator(person=person, office="audit", by=None, at=AT)
    assert company.viewer(person).office == "audit"
