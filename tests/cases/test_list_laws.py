"""Whatever a list is narrowed to: its count, its rows over all pages in each order, and its file are the same cases."""

from datetime import timedelta
from random import Random
from typing import Any

from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases import queries
from shouwen.cases.queries import Filters
from shouwen.cases.queries.exports import picked

TRIES = 60
TITLES = ("厨房漏水", "大厅漏水", "楼上噪音", "电梯异响", "门禁失灵")


def many(house: House, chance: Random) -> None:
    """Opened in no order, some of the same instant, at several stages, in both branches."""
    for number in range(24):
        at = AT - HOUR * chance.randrange(12)
        fields = {"caller": f"客户{number}", "happened_on": f"2026-02-{1 + number:02}"}
        fields |= {"flood": chance.choice(("yes", "no"))} if number % 3 else {}
        more: dict[str, Any] = {"by": "olga", "unit": str(house.other)} if number % 5 == 0 else {}
        case_id = house.open(at, title=chance.choice(TITLES), urgent=number % 4 == 0, fields=fields, **more)
        if number % 2 and not more:
            house.finish(case_id, "record#1", "recorded", by="alice", at=at, fields=RECORD)


def some_filters(house: House, chance: Random) -> Filters:
    every: dict[str, list[Any]] = {
        "text": ["漏水", "异响", "厨房漏水", "20260", "漏", "没有的"],
        "state": [("working",), ("to_take", "to_review"), ("draft", "working", "to_accept")],
        "unit": [str(house.branch), str(house.other)],
        "case_type": [("complaint",), ("nothing",)],
        "own": list(queries.OWN_WAYS),
        "since": [AT - 6 * HOUR, AT - 2 * HOUR],
        "until": [AT - 3 * HOUR, AT + HOUR],
        "attributes": [
            (("intake.flood", "true"),),
            (("intake.flood", "", "empty"),),
            (("intake.happened_on", "2026-02-03", "between", "2026-02-14"),),
            (("intake.happened_on", "", "filled"), ("record.kind", "noise")),
        ],
        **{
            name: [True]
            for name in ("mine", "open_only", "late", "nearly_late", "not_taken", "unassigned", "urgent", "repeated")
        },
    }
    names = chance.sample(sorted(every), chance.randrange(0, 4))
    return Filters(**{name: chance.choice(every[name]) for name in names})


def walked(viewer: Any, filters: Filters, order: Any) -> list[int]:
    seen: list[int] = []
    after = None
    while True:
        page = queries.listing(viewer, filters, after, 3, order)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            return seen


def test_count_pages_and_file_agree(house: House) -> None:
    chance = Random(20261122)  # which filters are tried
    many(house, chance)
    tried = 0
    for _ in range(TRIES):
        filters = some_filters(house, chance)
        viewer = house.viewer(chance.choice(("lee", "dora", "alice", "olga")), AT + timedelta(minutes=50))
        newest = walked(viewer, filters, "new")
        assert queries.count(viewer, filters) == (len(newest), False), filters
        assert queries.counts(viewer, [filters, Filters()])[0] == (len(newest), False), filters
        assert len(set(newest)) == len(newest), filters
        assert list(picked(viewer, filters)) == newest, filters
        assert walked(viewer, filters, "old") == newest[::-1], filters
        assert sorted(walked(viewer, filters, "due")) == sorted(newest), filters
        tried += bool(newest)
    assert tried > TRIES / 3
