"""A small company with work in every state, put into the database of DATABASE_URL for a browser to walk through."""

import json
import sys
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from shouwen.config.launch import installation

if TYPE_CHECKING:
    from tests.cases.house import House

PASSWORD = "walk through 2026"
HOUR = timedelta(hours=1)


def build() -> dict[str, int]:
    """The cases by what they are good for."""
    installation.start_django(demo=True)
    installation.migrate()
    now = import_module("shouwen.base.clock").now()
    import_module("shouwen.base.actions").found_installation(company="示范服务公司", is_demo=True, at=now)
    house = import_module("tests.cases.house").found_house()
    actions = import_module("shouwen.base.actions")
    # In a branch everybody may see the branch's customers.
    people = import_module("shouwen.people.actions")
    agent = import_module("tests.cases.house").SCOPES["agent"][1]
    people.grant_scope(post="agent", reach="unit", acts=agent, by=None, at=now)
    # Two who manage rulebooks: one writes, the other agrees.
    people.grant_scope(post="leader", reach="unit", acts=("manage_rulebook",), by=None, at=now)
    for user in import_module("shouwen.base.models").User.objects.all():
        actions.set_password(user_id=user.pk, password=PASSWORD)
    return _cases(house, now)


def _cases(house: "House", now: datetime) -> dict[str, int]:
    customer = _customer(house, now)
    fresh = house.open(now - HOUR / 12, title="厨房天花板漏水", customer=customer, content="楼上漏水，滴到橱柜上。")
    late = house.open(now - 2 * HOUR, title="墙砖空鼓脱落", customer=customer, content="卫生间三块墙砖空鼓。")
    handling = house.open(now - HOUR, title="地漏反味", content="入住后一直有味。")
    house.to_handling(handling, now - HOUR / 2)
    signing = house.open(now - HOUR, title="要求赔偿地板", content="地板泡水变形，要求赔偿。")
    house.record(signing, now - HOUR / 2)
    house.finish(signing, "review#1", "serious", by="lee", at=now - HOUR / 3)
    survey = house.open(now - HOUR / 6, case_type="survey", title="地板起拱", fields={})
    house.file_sheet(survey, now - HOUR / 6)
    resting = house.open(now - HOUR, title="等待材料到货")
    cases = import_module("shouwen.cases.actions")
    facts = {"until": (now + 48 * HOUR).isoformat()}
    cases.act(case_id=resting, act="suspend", facts=facts, reason="客户出差，周末回来", by=house["alice"], at=now)
    ticking = house.open(now - HOUR / 12, title="淋浴房漏水")
    closed = house.open(now - 3 * HOUR, title="门锁松动")
    house.to_handling(closed, now - 2 * HOUR)
    cases.act(case_id=closed, act="take", task="handle#1", facts={}, reason="", by=house["frank"], at=now - HOUR)
    house.handle(closed, now - HOUR / 2)
    for title in ("水龙头滴水", "下水堵塞"):
        house.open(now - HOUR / 12, by="amy", title=title)
    for title in ("门窗漏风", "插座松动"):
        house.open(now - HOUR / 12, by="olga", unit=str(house.other), title=title)
    first, second = (_to_approve(house, now, title) for title in ("要求更换整面墙砖", "要求减免物业费"))
    leading = house.open(now - HOUR / 12, title="车库积水")
    judging = house.open(now - HOUR / 12, title="阳台积水")
    house.record(judging, now)
    return {
        "first": first,
        "second": second,
        "leading": leading,
        "judging": judging,
        "fresh": fresh,
        "late": late,
        "handling": handling,
        "signing": signing,
        "resting": resting,
        "survey": survey,
        "closed": closed,
        "ticking": ticking,
    }


def _to_approve(house: "House", now: datetime, title: str) -> int:
    case_id = house.open(now - HOUR, title=title, content="客户已提交照片。")
    house.record(case_id, now - HOUR / 2)
    house.finish(case_id, "review#1", "serious", by="lee", at=now - HOUR / 3)
    return case_id


def _customer(house: "House", now: datetime) -> int:
    customers = import_module("shouwen.customers.actions")
    made = customers.register_customer(
        name="王女士",
        unit=house.branch,
        contacts=[customers.NewContact(kind="phone", value="13812345678")],
        by=int(house["alice"]),
        at=now,
    )
    return int(made.pk)


if __name__ == "__main__":
    json.dump(build(), sys.stdout)
