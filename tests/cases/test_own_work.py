"""What concerns the viewer, what is known of a case, and the order of lists: counts and lists are never at odds."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import actions, queries
from shouwen.cases.models import Case
from shouwen.cases.queries import Filters
from shouwen.customers import actions as customers


def ids(house: House, by: str, at: object = AT, **filters: object) -> set[int]:
    viewer = house.viewer(by, at)  # type: ignore[arg-type]
    return {row.id for row in queries.listing(viewer, Filters(**filters)).rows}  # type: ignore[arg-type]


def busy(house: House) -> dict[str, int]:
    """One case of each sort."""
    late = house.open(AT - 3 * HOUR)
    today = house.open(AT - HOUR / 2)
    recorded = house.open(AT - HOUR / 2)
    house.record(recorded, AT - HOUR / 3)
    resting = house.open(AT - HOUR / 2)
    until = (AT + 48 * HOUR).isoformat()
    actions.act(
        case_id=resting, act="suspend", facts={"until": until}, reason="客户出差", by=house["alice"], at=AT - HOUR / 3
    )
    promised = house.open(AT - HOUR / 2)
    actions.promise(case_id=promised, reply_at=AT + 3 * HOUR, words="下午回电", by=house["alice"], at=AT - HOUR / 4)
    pool = house.open(AT - HOUR / 2)
    house.to_handling(pool, AT - HOUR / 3)
    return {"late": late, "today": today, "recorded": recorded, "resting": resting, "promised": promised, "pool": pool}


def test_each_way_of_ones_own_holds_exactly_what_concerns_one(house: House) -> None:
    case = busy(house)
    assert ids(house, "alice", own="late") == {case["late"]}
    assert case["today"] in ids(house, "alice", own="today")
    assert case["late"] not in ids(house, "alice", own="today")
    assert ids(house, "alice", own="waiting") == {case["resting"]}
    assert case["promised"] in ids(house, "alice", own="promised")
    assert ids(house, "frank", own="to_take") == {case["pool"]} == ids(house, "frank", own="work")
    assert ids(house, "lee", own="work") == {case["recorded"]}
    assert ids(house, "olga", own="work") == set()


def test_drafts_are_those_one_typed_oneself(house: House) -> None:
    one, two = house.open(), house.open()
    actions.save_draft(person=house["alice"], form_key=f"{one}:message", values={"text": ["您好"]}, at=AT)
    actions.save_draft(person=house["amy"], form_key=f"{two}:message", values={"text": ["您好"]}, at=AT)
    actions.save_draft(person=house["alice"], form_key="new", values={"title": ["漏水"]}, at=AT)
    assert ids(house, "alice", own="drafts") == {one}


def test_what_a_rule_reported_stands_with_whom_it_was_reported_to(house: House) -> None:
    quiet = house.open()
    made = customers.register_customer(name="王女士", unit=house.branch, by=None, at=AT).pk
    *_, third = [house.open(customer=made) for _ in range(3)]
    told = ids(house, "dora", own="told")
    assert third in told
    assert quiet not in told
    assert ids(house, "olga", own="told") == set()


@pytest.mark.parametrize("way", queries.OWN_WAYS)
def test_a_count_is_the_length_of_its_list(house: House, way: str) -> None:
    busy(house)
    for who in ("alice", "lee", "frank", "dora", "olga"):
        viewer, filters = house.viewer(who), Filters(own=way)
        listed = queries.listing(viewer, filters)
        assert queries.counts(viewer, [filters, Filters()])[0] == (len(listed.rows), False) == (listed.count, False)


def test_many_counts_are_one_question_and_each_its_own(house: House, django_assert_num_queries: object) -> None:
    busy(house)
    viewer = house.viewer("alice")
    wanted = [Filters(own=way) for way in queries.OWN_WAYS] + [
        Filters(late=True),
        Filters(text="漏水"),
        Filters(unassigned=True),
    ]
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        found = queries.counts(viewer, wanted)
    assert found == [queries.count(viewer, filters) for filters in wanted]
    assert queries.counts(viewer, []) == []


@pytest.mark.parametrize("order", queries.ORDERS)
def test_every_order_pages_by_key_without_loss(house: House, order: queries.Order) -> None:
    made = {house.open(AT - timedelta(minutes=7 * n)) for n in range(6)}
    done = house.open(AT - HOUR)
    house.finish(done, "record#1", "nothing", by="alice", at=AT, fields=RECORD, reason="客户自行解决")
    seen: list[int] = []
    after: str | None = None
    while True:
        page = queries.listing(house.viewer("lee"), Filters(), after, 2, order)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted({*made, done})
    dues = [Case.objects.get(pk=pk).next_due_at for pk in seen]
    if order == "due":
        assert [due for due in dues if due] == sorted(due for due in dues if due)
        assert dues[-1] is None
    else:
        opened = dict(Case.objects.values_list("pk", "opened_at"))
        assert seen == sorted(seen, key=lambda pk: (opened[pk], pk), reverse=order == "new")


def test_a_key_of_another_order_or_of_nobody_begins_anew(house: House) -> None:
    house.open()
    for key in ("abc", "_", "2026-13-01_5", "_".join("99")):
        assert queries.listing(house.viewer("lee"), Filters(), key, 5, "due").count == 1


def test_lists_are_narrowed_to_a_field_of_a_form_and_to_a_fact(house: House) -> None:
    noise, other = house.open(), house.open()
    house.record(noise)
    assert ids(house, "lee", attributes=(("record.kind", "noise"),)) == {noise}
    assert ids(house, "lee", attributes=(("record.what", "天花板"),)) == {noise}
    assert ids(house, "lee", attributes=(("record.kind", "water"),)) == set()
    actions.set_facts(case_id=other, facts={"flood": True}, by=house["lee"], at=AT)
    assert ids(house, "lee", attributes=(("flood", "true"),)) == {other}


def test_hidden_values_are_neither_kept_beside_the_list_nor_asked_for(house: House) -> None:
    case_id = house.open(fields={"caller": "王女士", "phone": "13812345678", "address": "解放路一号"})
    kept = Case.objects.get(pk=case_id).attributes
    assert "王女士" not in kept.values()
    for path, value in (
        ("intake.phone", "138"),
        ("intake.address", "解放路"),
        ("intake.caller", "王"),
        ("nothing", "1"),
    ):
        assert path not in queries.known_attributes()
        assert ids(house, "lee", attributes=((path, value),)) == set()


def test_repeated_are_customers_who_came_again_lately(house: House) -> None:
    made = [customers.register_customer(name=name, unit=house.branch, by=None, at=AT).pk for name in ("甲", "乙")]
    again = {house.open(customer=made[0]) for _ in range(2)}
    house.open(customer=made[1])
    house.open(AT - timedelta(days=60), customer=made[1])
    assert ids(house, "lee", repeated=True) == again


def test_tabs_are_ones_own_in_order_and_the_longest_unseen_goes(house: House) -> None:
    made = [house.open(title=f"第{n}件") for n in range(14)]
    for minute, case_id in enumerate(made):
        actions.open_tab(person=house["alice"], case_id=case_id, at=AT + timedelta(minutes=minute))
    alice = house.viewer("alice")
    assert [tab.id for tab in queries.tabs(alice)] == made[2:]
    actions.open_tab(person=house["alice"], case_id=made[2], at=AT + HOUR)
    actions.open_tab(person=house["alice"], case_id=made[0], at=AT + 2 * HOUR)
    assert made[2] in {tab.id for tab in queries.tabs(alice)}
    actions.close_tab(person=house["alice"], case_id=made[5])
    assert made[5] not in {tab.id for tab in queries.tabs(alice)}
    assert queries.tabs(house.viewer("amy")) == ()


def test_a_view_is_shared_with_a_unit_and_all_below_it_and_no_others(house: House) -> None:
    actions.save_view(
        person=house["lee"], name="分公司超时", filters={"query": "late=1"}, unit=str(house.branch), at=AT
    )
    actions.save_view(person=house["dora"], name="全集团", filters={"query": ""}, unit=str(house.group), at=AT)
    assert [view.name for view in queries.views_for(house.viewer("alice"))] == ["全集团", "分公司超时"]
    assert [view.name for view in queries.views_for(house.viewer("olga"))] == ["全集团"]
    (own,) = [view for view in queries.views_for(house.viewer("lee")) if view.is_own]
    assert own.unit == str(house.branch)


def test_what_was_promised_stands_in_its_queue_with_its_own_countdown_the_nearest_first(house: House) -> None:
    first, second = house.open(AT - HOUR / 2), house.open(AT - HOUR / 2)
    for case_id, hours in ((first, 5), (second, 3)):
        actions.promise(case_id=case_id, reply_at=AT + hours * HOUR, by=house["alice"], at=AT - HOUR / 4)
    viewer, promised = house.viewer("alice", AT), Filters(own="promised")
    rows = queries.listing(viewer, promised, order="due").rows
    assert [(row.id, row.promised_at) for row in rows] == [(second, AT + 3 * HOUR), (first, AT + 5 * HOUR)]
    page = queries.listing(viewer, promised, order="due", limit=1)
    behind = queries.listing(viewer, promised, after=page.after, order="due", limit=1)
    assert [row.id for row in (*page.rows, *behind.rows)] == [second, first]
    assert [row.promised_at for row in queries.listing(viewer, Filters(open_only=True)).rows] == [None, None]


def test_a_promise_that_no_clause_asks_for_counts_down_among_the_duties_until_it_is_kept(house: House) -> None:
    case_id = house.open(AT)
    house.to_handling(case_id, AT)
    actions.promise(case_id=case_id, reply_at=AT + HOUR, words="两点前回电", by=house["alice"], at=AT)
    duty = next(each for each in queries.my_tasks(house.viewer("frank", AT), AT) if each.case_id == case_id)
    assert duty.clock is not None
    assert (duty.clock.title, duty.clock.clauses, duty.group) == ("答应客户的时间", (), "promised")
    line = next(each for each in house.page(case_id, "alice", AT).timeline if each.kind == "promise_made")
    assert line.clauses == ()
    assert [title for title, _ in line.facts] == ["答应客户的时间"]
    actions.reply(case_id=case_id, text="已经修好", by=house["alice"], at=AT + HOUR / 2)
    assert case_id not in ids(house, "alice", AT + HOUR / 2, own="promised")


def test_a_case_that_is_over_takes_no_promise(house: House) -> None:
    case_id = house.open(AT - HOUR)
    actions.act(case_id=case_id, act="void", reason="登记错了", by=house["lee"], at=AT)
    with pytest.raises(actions.Refused):
        actions.promise(case_id=case_id, reply_at=AT + HOUR, by=house["alice"], at=AT)


def test_ones_word_to_a_customer_is_ones_own_though_others_have_the_work(house: House) -> None:
    case_id = house.open(AT - HOUR / 2)
    house.record(case_id, AT - HOUR / 3)
    actions.promise(case_id=case_id, reply_at=AT + HOUR, words="一小时内回电", by=house["alice"], at=AT - HOUR / 4)
    assert case_id not in ids(house, "alice", own="work")
    assert ids(house, "alice", own="today") == {case_id}
    later = AT + 2 * HOUR
    assert (ids(house, "alice", later, own="late"), ids(house, "alice", later, own="today")) == ({case_id}, set())
    assert case_id not in ids(house, "amy", later, own="late")
