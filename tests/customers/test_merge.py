"""Two dossiers of one customer become one, and nothing of either is lost."""

from datetime import date

import pytest
from tests.customers.desk import Desk
from tests.people.company import AT

from shouwen.customers import actions, listeners, queries
from shouwen.customers.actions import CustomerRefused
from shouwen.customers.listeners import CustomersMerged

PHONE = "13812340000"


@pytest.fixture
def merges(monkeypatch: pytest.MonkeyPatch) -> list[CustomersMerged]:
    heard: list[CustomersMerged] = []
    monkeypatch.setattr(listeners, "_on_merge", [heard.append])
    return heard


def _merge(keep: int, drop: int, reason: str = "同一人") -> None:
    actions.merge_customers(keep=keep, drop=drop, reason=reason, by=None, at=AT)


def test_contacts_and_objects_go_to_the_kept_dossier(desk: Desk, merges: list[CustomersMerged]) -> None:
    keep = desk.customer("王敏", PHONE)
    drop = desk.customer("王女士", PHONE, "13900001111", unit=desk.company.branch, number="OLD-1")
    house = actions.add_object(customer=drop, kind="house", name="东方花园", by=None, at=AT).pk
    actions.set_milestone(object_id=house, name="started", on=date(2026, 3, 1), by=None, at=AT)
    _merge(keep, drop)
    dossier = queries.get_for(desk.all_seeing, drop)
    assert dossier.card.id == keep
    assert sorted(line.masked for line in dossier.card.contacts) == ["138****0000", "139****1111"]
    assert [line.is_main for line in dossier.card.contacts] == [True, False]
    assert [each.name for each in dossier.objects] == ["东方花园"]
    assert dossier.card.unit == desk.company.branch
    assert dossier.merged == ("OLD-1",)
    assert [card.id for card in queries.find(desk.all_seeing, "东方花园")] == [keep]
    assert [card.id for card in queries.find(desk.all_seeing, "1111")] == [keep]
    assert merges == [CustomersMerged(kept=keep, dropped=drop, by=None, at=AT)]


def test_the_kept_dossiers_main_number_stays_main(desk: Desk, merges: list[CustomersMerged]) -> None:
    keep, drop, empty = desk.customer("王敏", PHONE), desk.customer("王女士", "13900001111"), desk.customer("王")
    _merge(keep, drop)
    assert queries.get_for(desk.all_seeing, keep).card.phone == "138****0000"
    _merge(empty, keep)
    assert queries.get_for(desk.all_seeing, empty).card.phone == "138****0000"


def test_whoever_was_merged_counts_as_the_same_customer(desk: Desk, merges: list[CustomersMerged]) -> None:
    first, second, third = (desk.customer(name) for name in ("甲", "乙", "丙"))
    _merge(second, third)
    _merge(first, second)
    assert queries.same_customer(third) == {first, second, third}
    assert queries.cards([third])[third].id == first


def test_merging_again_changes_nothing(desk: Desk, merges: list[CustomersMerged]) -> None:
    keep, drop = desk.customer("甲"), desk.customer("乙")
    _merge(keep, drop)
    _merge(keep, drop)
    assert len(merges) == 1


def test_impossible_merges_are_refused(desk: Desk, merges: list[CustomersMerged]) -> None:
    first, second, third = (desk.customer(name) for name in ("甲", "乙", "丙"))
    with pytest.raises(CustomerRefused, match="itself"):
        _merge(first, first)
    with pytest.raises(CustomerRefused, match="why"):
        _merge(first, second, reason="")
    _merge(first, second)
    with pytest.raises(CustomerRefused, match="merged before"):
        _merge(third, second)
    with pytest.raises(CustomerRefused, match="merged before"):
        _merge(second, third)
    with pytest.raises(CustomerRefused, match="another dossier"):
        actions.add_object(customer=second, kind="house", name="房", by=None, at=AT)


def test_a_merged_dossier_is_not_suggested_or_listed(desk: Desk, merges: list[CustomersMerged]) -> None:
    keep, drop = desk.customer("王敏", PHONE), desk.customer("王敏", PHONE)
    assert [each.card.id for each in queries.likenesses(desk.all_seeing, keep)] == [drop]
    _merge(keep, drop)
    assert queries.likenesses(desk.all_seeing, keep) == ()
    assert [card.id for card in queries.listing(desk.all_seeing)] == [keep]
