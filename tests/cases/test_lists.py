"""Lists: who sees what, filters, search by two characters, paging, saved views, the board, and clause by clause."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.models import Case
from shouwen.cases.queries import Filters
from shouwen.runtime.database import rows
from shouwen.runtime.models import Clock, Finding
from shouwen.runtime.sweep import sweep


def ids(house: House, by: str, at: object = AT, **filters: object) -> set[int]:
    viewer = house.viewer(by, at)  # type: ignore[arg-type]
    return {row.id for row in queries.listing(viewer, Filters(**filters)).rows}  # type: ignore[arg-type]


def test_two_characters_find_what_holds_them_side_by_side(house: House) -> None:
    leak, noise = house.open(title="卫生间漏水"), house.open(title="楼上噪音", content="水管没有漏")
    assert ids(house, "lee", text="漏水") == {leak}
    assert ids(house, "lee", text="水管") == {noise}
    assert ids(house, "lee", text="生间漏") == {leak}
    assert ids(house, "lee", text="水漏") == set()
    assert ids(house, "lee", text="0002") == {noise}
    assert ids(house, "lee", text="噪") == {noise}


def test_search_text_is_no_pattern(house: House) -> None:
    house.open(title="漏水")
    assert ids(house, "lee", text="%_") == set()
    assert ids(house, "lee", text="' OR 1=1 --") == set()


def test_filters_narrow_and_add_up(house: House) -> None:
    one, two = house.open(), house.open(urgent=True)
    house.to_handling(two)
    assert ids(house, "lee", state=("to_take",)) == {two}
    assert ids(house, "lee", urgent=True) == {two}
    assert ids(house, "lee", state=("working",), urgent=True) == set()
    assert ids(house, "lee", not_taken=True) == {two}
    assert ids(house, "frank") == {two}
    assert ids(house, "alice", mine=True) == {one, two}


def test_late_and_nearly_late_follow_the_viewers_instant(house: House) -> None:
    case_id = house.open()
    assert ids(house, "lee", AT + HOUR / 2, late=True) == set()
    assert ids(house, "lee", AT + timedelta(minutes=50), nearly_late=True) == {case_id}
    assert ids(house, "lee", AT + 2 * HOUR, late=True) == {case_id}
    assert ids(house, "lee", AT + 2 * HOUR, nearly_late=True) == set()


def test_pages_follow_each_other_without_loss(house: House) -> None:
    made = [house.open(title=f"第{n}件") for n in range(7)]
    viewer, seen, after = house.viewer("lee"), [], None
    while True:
        page = queries.listing(viewer, Filters(), after, 3)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == sorted(made, reverse=True)
    assert page.count == 7


def test_a_saved_view_comes_back(house: House) -> None:
    actions.save_view(person=house["lee"], name=" 超时 ", filters={"late": True}, at=AT)
    actions.save_view(person=house["lee"], name="超时", filters={"late": True, "urgent": True}, at=AT)
    (view,) = queries.saved_views(house["lee"])
    assert (view.name, view.filters) == ("超时", {"late": True, "urgent": True})
    actions.drop_view(person=house["amy"], view_id=view.id)
    assert queries.saved_views(house["lee"])
    actions.drop_view(person=house["lee"], view_id=view.id)
    assert queries.saved_views(house["lee"]) == ()


def test_a_draft_is_kept_for_its_person_and_form(house: House) -> None:
    case_id = house.open()
    actions.save_draft(person=house["alice"], form_key=f"{case_id}:record#1", values={"what": "漏"}, at=AT)
    assert house.page(case_id, "alice").drafts == {"record#1": {"what": "漏"}}
    assert house.page(case_id, "lee").drafts == {}
    actions.drop_draft(person=house["alice"], form_key=f"{case_id}:record#1")
    assert house.page(case_id, "alice").drafts == {}


@pytest.mark.parametrize(("minutes", "shown"), [(-1, False), (0, True)])
def test_the_board_shows_what_rests_longer_than_the_rulebook_says(house: House, *, minutes: int, shown: bool) -> None:
    """Three days from Monday are over with Thursday, in Shanghai."""
    case_id = house.open()
    actions.suspend(case_id=case_id, reason="等配件", until=AT + 300 * HOUR, by=house["lee"], at=AT)
    now = datetime(2026, 3, 5, 16, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    resting = queries.board(house.viewer("lee", now), now).long_suspended
    assert [row.id for row in resting.rows] == ([case_id] if shown else [])
    behind = queries.listing(house.viewer("lee", now), queries.Filters(rests_long=True))
    assert behind.rows == resting.rows


def test_the_board_shows_what_presses_and_who_carries_it(house: House) -> None:
    late, waiting = house.open(), house.open(AT + HOUR)
    house.to_handling(waiting, AT + HOUR)
    board = queries.board(house.viewer("lee", AT + 2 * HOUR), AT + 2 * HOUR)
    assert [row.id for row in board.late.rows] == [late]
    assert [row.id for row in board.not_taken.rows] == [waiting]
    assert (house["alice"], "Alice", 1, 1) in {load[:4] for load in board.load}
    lee = house.viewer("lee", AT + 2 * HOUR)
    for load in board.load:
        behind = queries.listing(lee, queries.Filters(carried_by=load.person))
        behind_late = queries.listing(lee, queries.Filters(carried_by=load.person, carried_late=True))
        assert (behind.count, behind_late.count) == (load.open, load.late)


def test_a_missed_limit_is_seen_without_the_row_being_written_again(house: House) -> None:
    case_id = house.open()
    before = rows("SELECT ctid::text FROM cases_case WHERE subject_id = %s", [case_id])
    sweep(now=AT + 3 * HOUR)
    assert Clock.objects.filter(subject=case_id, missed_at__isnull=False).exists()
    assert ids(house, "dora", AT + 3 * HOUR, late=True) == {case_id}
    assert rows("SELECT ctid::text FROM cases_case WHERE subject_id = %s", [case_id]) == before
    house.record(case_id, AT + 4 * HOUR)
    assert rows("SELECT ctid::text FROM cases_case WHERE subject_id = %s", [case_id]) != before


def test_each_clause_shows_how_it_was_kept(house: House) -> None:
    quick, slow, hanging = house.open(), house.open(), house.open()
    house.record(quick, AT + HOUR / 2)
    house.record(slow, AT + 3 * HOUR)
    sweep(now=AT + 3 * HOUR)
    viewer = house.viewer("dora")
    figures = {each.clause: each for each in queries.compliance(viewer, "DESK/1", AT, AT + 24 * HOUR)}
    first = figures["DESK-1.1"]
    assert (first.kept, first.late, first.open, first.worst_unit) == (1, 2, 0, "华东一分")
    assert first.share == pytest.approx(1 / 3)
    assert first.median_seconds == 2 * 3600 - 900
    assert figures["DESK-1.2"].open == 3
    assert figures["DESK-3.1"].share is None
    assert ids(house, "dora", clause="DESK-1.1", result="late") == {slow, hanging}
    assert ids(house, "dora", clause="DESK-1.1", result="kept") == {quick}
    assert ids(house, "dora", clause="DESK-1.2", result="open") == {quick, slow, hanging}


def test_a_missed_limit_counts_once_in_the_total_whatever_it_cites(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    sweep(now=AT + 12 * HOUR)
    asked = (house.viewer("dora"), "DESK/1", AT, AT + 24 * HOUR)
    figures = {each.clause: each for each in queries.compliance(*asked)}
    assert (figures["DESK-3.1"].late, figures["DESK-3.2"].late) == (1, 1)
    totals = queries.compliance_totals(*asked)
    assert totals.late == 1
    assert totals.share == pytest.approx(totals.kept / (totals.kept + 1))


def test_a_figure_tells_its_cases_apart_from_its_times(house: House) -> None:
    case_id, other = house.open(), house.open()
    for each in (case_id, other):
        house.to_handling(each)
    first = Finding.objects.get(subject=case_id, clause="DESK-1.1", is_limit=True)
    Finding.objects.create(**{**_columns(first), "key": "again"})
    asked = (house.viewer("dora"), "DESK/1", AT, AT + HOUR)
    figure = next(each for each in queries.compliance(*asked) if each.clause == "DESK-1.1")
    assert (figure.kept, figure.cases["kept"]) == (3, 2)


def test_the_list_behind_a_figure_keeps_to_its_period_edition_and_units(house: House) -> None:
    early, late = house.open(), house.open()
    house.record(early, AT + HOUR / 4)
    house.record(late, AT + HOUR / 2)
    kept = {"clause": "DESK-1.1", "result": "kept"}
    assert ids(house, "dora", **kept) == {early, late}
    assert ids(house, "dora", **kept, until=AT + HOUR / 2) == {early}
    assert ids(house, "dora", **kept, since=AT + HOUR / 2) == {late}
    assert ids(house, "dora", **kept, unit=str(house.group)) == {early, late}
    assert ids(house, "dora", **kept, unit=str(house.other)) == set()
    assert ids(house, "dora", **kept, unit="nowhere") == set()
    assert ids(house, "dora", **kept, edition="DESK/1") == {early, late}
    assert ids(house, "dora", **kept, edition="DESK/2") == set()


def test_what_still_runs_keeps_to_its_period_and_has_not_missed(house: House) -> None:
    first, second = house.open(), house.open(AT + HOUR)
    running = {"clause": "DESK-1.1", "result": "open"}
    assert ids(house, "dora", **running) == {first, second}
    assert ids(house, "dora", **running, since=AT + HOUR / 2) == {second}
    assert ids(house, "dora", **running, unit=str(house.other)) == set()
    sweep(now=AT + HOUR * 1.5)
    assert ids(house, "dora", **running) == {second}


def _columns(found: Finding) -> dict[str, object]:
    return {each.attname: getattr(found, each.attname) for each in found._meta.concrete_fields if not each.primary_key}


def test_figures_of_another_branch_stay_hidden(house: House) -> None:
    house.record(house.open(), AT + HOUR / 2)
    mine = queries.compliance(house.viewer("lee"), "DESK/1", AT, AT + HOUR)
    others = queries.compliance(house.viewer("olga"), "DESK/1", AT, AT + HOUR)
    assert sum(each.kept for each in mine) > 0
    assert sum(each.kept + each.open for each in others) == 0


def test_similar_cases_are_found_with_their_likeness(house: House) -> None:
    house.open(title="楼上装修噪音", content="每天早上六点开始敲墙")
    near = house.open(title="厨房天花板漏水", content="已经漏了三天，一直没有人来修")
    found = queries.similar(house.viewer("lee"), "厨房天花板又漏水了，三天没有人来修")
    assert [link.id for link in found] == [near]
    assert (found[0].likeness or 0) > 60
    assert queries.similar(house.viewer("olga"), "厨房天花板又漏水了") == ()


def test_a_case_that_is_tied_to_this_one_is_not_named_again_as_like_it(house: House) -> None:
    other = house.open(title="厨房天花板漏水")
    case_id = house.open(title="厨房天花板漏水")
    actions.link(case_id=case_id, other=other, reason="同一处", by=house["alice"], at=AT)
    page = house.page(case_id, "alice")
    assert [link.id for link in page.links] == [other]
    assert page.similar == ()


def test_the_page_of_a_case_takes_a_fixed_number_of_queries(
    house: House, django_assert_max_num_queries: object
) -> None:
    case_id = house.open(title="漏水")
    for _ in range(5):
        house.open(title="漏水")
        actions.urge(case_id=case_id, reason="急", by=house["lee"], at=AT)
        actions.note(case_id=case_id, text="已催", by=house["lee"], at=AT)
    viewer = house.viewer("lee")
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        page = queries.case_page(viewer, case_id, AT)
    assert len(page.timeline) == 11
    assert len(page.similar) == 5
    assert Case.objects.count() == 6


def test_an_import_of_old_cases_does_not_stand_before_todays(house: House) -> None:
    today = house.open(AT)
    old = house.open(AT - timedelta(days=40))
    viewer = house.viewer("lee")
    assert [row.id for row in queries.listing(viewer, Filters()).rows] == [today, old]
    assert [row.id for row in queries.listing(viewer, Filters(), order="old").rows] == [old, today]
    assert [row.id for row in queries.found_cases(viewer, "漏水")] == [today, old]


@pytest.mark.parametrize(
    "after", ["x", "1", "_", "_1_2", "99999999999999999_1", "-99999999999999999_1", "²_1", "1_" + "9" * 30]
)
def test_what_is_no_key_begins_the_list_anew_or_ends_it(house: House, after: str) -> None:
    case_id = house.open()
    for order in queries.ORDERS:
        rows = queries.listing(house.viewer("lee"), Filters(), after, order=order).rows
        assert [row.id for row in rows] in ([case_id], [])
