"""Invented customers with their telephones, contracts and projects, and the dates in the life of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from shouwen.config.demo.organisation import GREEN, Company
from shouwen.customers import actions
from shouwen.customers.actions.dossier import NewContact

SURNAMES = "赵钱孙李吴郑王冯陈蒋沈杨朱秦何吕张孔曹金魏陶姜谢邹苏潘范彭马方任袁史余"
GIVEN = (
    "伟",
    "秀英",
    "建军",
    "丽华",
    "志强",
    "小红",
    "海燕",
    "国栋",
    "雪梅",
    "俊杰",
    "淑珍",
    "一鸣",
    "文博",
    "思远",
    "雅琴",
    "子涵",
    "春兰",
    "永强",
    "晓东",
    "美玲",
)
ESTATES = ("锦绣花园", "观澜府", "梧桐里", "书香苑", "滨江华庭", "云栖小筑", "翠堤湾", "和风名邸")
BRANCHES = {
    "SH": "上海市闵行区",
    "HZ": "杭州市拱墅区",
    "BJ": "北京市朝阳区",
    "TJ": "天津市南开区",
    "GZ": "广州市天河区",
}
PLACES = (
    "春晖小区业委会",
    "东湖物业服务中心",
    "育才中学后勤处",
    "云港软件园",
    "市民公园管理处",
    "金桂酒店",
    "安泰医院总务科",
    "望江府物业",
)
IMPORTANT = "云港软件园"
DECOR_CUSTOMERS = 32
# Milestone of a contract and how many days after the signing it lies.
STAGES = (("signed", 0), ("started", 12), ("midterm", 55), ("finished", 100))


@dataclass(frozen=True, slots=True)
class Client:
    """A customer as the cases need them."""

    id: int
    name: str
    phone: str
    address: str
    unit: str
    object: int
    value: str
    grade: str = "normal"


def register_customers(company: Company, rng: Random, *, at: datetime) -> dict[str, tuple[Client, ...]]:
    """By the unit's code, and under GREEN's own all those of the subsidiary."""
    found: dict[str, list[Client]] = {}
    codes = sorted(BRANCHES)
    for number in range(DECOR_CUSTOMERS):
        code = codes[number % len(codes)]
        found.setdefault(code, []).append(_household(company, rng, code, number, at))
    found[GREEN] = [_client_of_green(company, rng, place, number, at) for number, place in enumerate(PLACES)]
    return {code: tuple(clients) for code, clients in found.items()}


def _household(company: Company, rng: Random, code: str, number: int, at: datetime) -> Client:
    name = f"{SURNAMES[number % len(SURNAMES)]}{rng.choice(GIVEN)}"
    home = (
        f"{rng.choice(ESTATES)}{rng.randint(1, 28)}幢{rng.randint(1, 3)}单元{rng.randint(1, 26)}0{rng.randint(1, 4)}室"
    )
    phone, value = f"13{rng.randint(500000000, 999999999)}", str(rng.randrange(68_000, 420_000, 1_000))
    unit = int(company.units[code])
    row = actions.register_customer(
        name=name, unit=unit, contacts=[NewContact("phone", phone), NewContact("address", BRANCHES[code] + home)],
        by=None, at=at,
    )  # fmt: skip
    contract = actions.add_object(
        customer=row.pk,
        kind="contract",
        number=f"HT{at:%y}{number + 1:04}",
        name=f"{home}装修合同",
        address=BRANCHES[code] + home,
        unit=unit,
        attributes={"value": value},
        by=None,
        at=at,
    )
    signed = (at - timedelta(days=rng.randint(60, 400))).date()
    _milestones(contract.pk, signed, at)
    return Client(row.pk, name, phone, BRANCHES[code] + home, company.units[code], contract.pk, value)


def _milestones(contract: int, signed: date, at: datetime) -> None:
    """Those that are past; the rest becomes known in its own time."""
    for name, days in STAGES:
        on = signed + timedelta(days=days)
        if on <= at.date():
            actions.set_milestone(object_id=contract, name=name, on=on, source="施工合同", by=None, at=at)


def _client_of_green(company: Company, rng: Random, place: str, number: int, at: datetime) -> Client:
    grade = "important" if place == IMPORTANT else "normal"
    unit = company.units[f"{GREEN}-KF"]
    phone = f"0571-{rng.randint(80000000, 89999999)}"
    row = actions.register_customer(
        name=place, kind="company", grade=grade, unit=int(unit), contacts=[NewContact("phone", phone)], by=None, at=at
    )
    address = f"杭州市余杭区文一西路{100 + number * 36}号"
    project = actions.add_object(
        customer=row.pk,
        kind="project",
        number=f"LH{at:%y}{number + 1:03}",
        name=f"{place}绿化养护",
        address=address,
        unit=int(unit),
        by=None,
        at=at,
    )
    return Client(row.pk, place, phone, address, unit, project.pk, "", grade)


def everybody(clients: Mapping[str, tuple[Client, ...]], topics: str) -> Sequence[Client]:
    """Whom cases of a company are about."""
    wanted = {GREEN} if topics in {"green", "asks"} else set(clients) - {GREEN}
    return [client for code in sorted(wanted) for client in clients[code]]
