"""Several who complain of the same: found by itself, shown with the cases in reach, acknowledged with a note."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import listed, signed_in, text_of

from shouwen.base.clock import now
from shouwen.customers import actions as customers
from shouwen.dispatch import queries
from shouwen.dispatch.jobs import HotSpots
from shouwen.dispatch.models import HotSpot
from shouwen.people import actions as people
from shouwen.runtime.models import Notice

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SAID = (
    "佳苑小区三号楼的电梯反复困人，老人孩子不敢坐，请物业管一管",
    "您好，佳苑小区三号楼的电梯今天又困人半小时，孩子吓哭了，请物业管一管",
    "三号楼电梯又困人了，佳苑小区物业什么时候能修好，老人孩子不敢坐",
    "佳苑小区三号楼电梯困人没人管，老人孩子不敢坐，请物业快修好",
)


def three_say_the_same(house: House) -> list[int]:
    at = now() - timedelta(hours=2)
    found = []
    for n, name in enumerate(("王女士", "李先生", "赵先生")):
        customer = customers.register_customer(name=name, unit=house.branch, contacts=[], by=None, at=at).pk
        found.append(house.open(at + n * MINUTE, title="电梯困人", content=SAID[n], customer=customer))
    for n, words in enumerate(("公交线路调整以后上班不方便，建议恢复原来的走向", "小学入学报名的时间和条件是什么")):
        other = customers.register_customer(name=f"客户{n}", unit=house.branch, contacts=[], by=None, at=at).pk
        house.open(at, title=words, customer=other)
    return found


def find_hot_spots() -> None:
    HotSpots().look(now())


def test_of_a_hot_spot_with_many_cases_the_board_shows_the_first_ten_and_leads_to_the_others(house: House) -> None:
    found = three_say_the_same(house)
    at = now() - timedelta(hours=1)
    for n in range(9):
        more = customers.register_customer(name=f"住户{n}", unit=house.branch, contacts=[], by=None, at=at).pk
        found.append(house.open(at + n * MINUTE, title="电梯困人", content=SAID[n % 4], customer=more))
    find_hot_spots()
    page = text_of(signed_in("lee").get("/board/"))
    spots = page[page.index('id="spots-title"') : page.index("</section>", page.index('id="spots-title"'))]
    assert sum(f'href="{reverse("case", args=[case])}"' in spots for case in found) == 10
    assert spots.count("看 12 件") == 2


def test_a_hot_spot_is_found_by_itself_shown_with_its_cases_and_acknowledged_with_a_note(house: House) -> None:
    found = three_say_the_same(house)
    house.open(now() - MINUTE, title="厨房水龙头坏了")
    find_hot_spots()
    find_hot_spots()
    assert HotSpot.objects.count() == 1
    assert Notice.objects.filter(person=house["lee"], kind="hotspot.found").count() == 1
    assert not Notice.objects.filter(person=house["alice"], kind="hotspot.found").exists()
    lee = signed_in("lee")
    board = text_of(lee.get("/board/"))
    assert "3 位客户" in board
    assert "30 天内，相似 60% 以上" in board
    assert "依据制度 DESK/1" in board
    spot = HotSpot.objects.get().pk
    assert listed(lee, f"/cases/?spot={spot}") == len(found)
    seen = reverse("spot-seen", args=[spot])
    assert lee.post(seen, {"note": " "}).status_code == 422
    assert lee.post(seen, {"note": "已请电梯公司今天到场"}).status_code == 302
    assert "已请电梯公司今天到场" in text_of(lee.get("/board/"))
    customer = customers.register_customer(name="钱女士", unit=house.branch, contacts=[], by=None, at=now()).pk
    house.open(now(), title="电梯困人", content=SAID[3], customer=customer)
    find_hot_spots()
    (row,) = queries.hot_spots(house.viewer("lee", now()))
    assert (row.customers, len(row.cases), row.seen_at) == (4, 4, None)


def test_however_many_complain_it_is_one_notice_that_is_brought_up_to_date(house: House) -> None:
    """Callers of whom nothing is known make no new person; whoever has read it is told anew once it grows."""
    three_say_the_same(house)
    find_hot_spots()
    for n in range(4):
        phone = [customers.NewContact(kind="phone", value=f"1361111222{n}")]
        known = customers.register_customer(name="", unit=house.branch, contacts=phone, by=None, at=now()).pk
        house.open(now(), title="电梯困人", content=SAID[n], customer=known)
        house.open(now(), title="电梯困人", content=SAID[n])
        find_hot_spots()
    (spot,) = HotSpot.objects.all()
    assert spot.customers == 7
    told = Notice.objects.filter(person=house["lee"], kind="hotspot.found")
    assert [row.text for row in told.all()] == ["电梯困人：30 天内 7 位客户，共 7 件"]
    told.update(read_at=now())
    another = customers.register_customer(name="钱女士", unit=house.branch, contacts=[], by=None, at=now()).pk
    house.open(now(), title="电梯困人", content=SAID[0], customer=another)
    find_hot_spots()
    assert list(told.filter(read_at=None).values_list("text", flat=True)) == ["电梯困人：30 天内 8 位客户，共 8 件"]


def test_one_customer_who_complains_three_times_is_no_hot_spot(house: House) -> None:
    at = now() - timedelta(days=1)
    customer = customers.register_customer(name="王女士", unit=house.branch, contacts=[], by=None, at=at).pk
    for n in range(3):
        house.open(at + n * MINUTE, title="电梯困人", content=SAID[n], customer=customer)
    house.open(at, title="电梯困人", content=SAID[3])
    find_hot_spots()
    assert HotSpot.objects.count() == 0


def test_a_hot_spot_elsewhere_is_none_of_ones_business(house: House) -> None:
    three_say_the_same(house)
    find_hot_spots()
    spot = HotSpot.objects.get().pk
    people.grant_scope(post="agent", reach="subtree", acts=("see", "supervise"), by=None, at=now())
    olga = signed_in("olga")
    assert "3 位客户" not in text_of(olga.get("/board/"))
    assert listed(olga, f"/cases/?spot={spot}") == 0
    assert olga.post(reverse("spot-seen", args=[spot]), {"note": "看过"}).status_code == 404
