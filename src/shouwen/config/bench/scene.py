"""The company that is measured: the demonstration's people, and as many complaints as asked for, decided by the engine."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from random import Random

from django.db import connection, connections, transaction

from shouwen.base import actions as base
from shouwen.base.models import User
from shouwen.cases import actions as cases
from shouwen.cases.actions.opening import opening as beginning
from shouwen.cases.queries.intake import edition_for
from shouwen.config.demo.organisation import Company, found_company, give_sign_ins
from shouwen.engine.events import CaseOpened, Happened
from shouwen.people import queries as people
from shouwen.runtime.bulk import submit_many
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.subjects import Act

BATCH = 500
SEED = 20261122
PLACES = ("主卧", "客厅", "厨房", "卫生间", "阳台", "书房", "走廊", "儿童房")
THINGS = ("墙砖", "地砖", "吊顶", "水管", "门套", "橱柜", "插座", "窗台", "涂料", "防水")
FAULTS = ("空鼓", "开裂", "渗漏", "起皮", "变形", "松动", "色差", "不平", "返潮", "异响")
ASKS = ("要求返工", "要求退款", "要求赔偿", "要求尽快上门", "要求经理回电")
SAID = (("case.noted", "note"), ("customer.wrote", "inbound"), ("case.noted", "note"))


@dataclass
class Scene:
    """Who acts, where, and which cases are there."""

    company: Company
    person: str
    user: int
    unit: str
    at: datetime
    cases: list[int] = field(default_factory=list)


def make() -> Scene:
    """An empty installation with people in every post.

    The cases come in tomorrow, so that no worker sweeps their limits while the pages are measured.
    """
    now = datetime.now(UTC)
    at = now + timedelta(days=1)
    base.found_installation(company="压测公司", is_demo=True, at=at)
    company = found_company(at=now - timedelta(days=30), today=now)
    give_sign_ins(company, at=now)
    person = company.holders("service_assistant")[0]
    user = people.copy_of().persons[int(person)].user
    if user is None:
        user = User.objects.order_by("id").values_list("pk", flat=True)[0]
        person = str(people.person_of_user(user))
    unit = next(id_ for id_ in company.units.values() if people.unit(id_).kind == "branch")
    return Scene(company, person, user, unit, at)


def load(stage: Scene, size: int, *, say: Callable[[str], None]) -> None:
    """Up to `size` cases, each opened by the engine and spoken about three times; nothing is written by hand."""
    begun = len(stage.cases)
    stretches = [(stage, first, min(BATCH, size - first)) for first in range(begun, size, BATCH)]
    # Nothing of the database may be open across a fork.
    connections.close_all()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]  # of Django's PostgreSQL backend
    with get_context("fork").Pool(len(os.sched_getaffinity(0))) as pool:
        for ids in pool.imap(_load, stretches):
            stage.cases.extend(ids)
            if len(stage.cases) % 10_000 == 0:
                say(f"  {len(stage.cases):,}")


def _load(stretch: tuple[Scene, int, int]) -> list[int]:
    """One transaction: cases opened, then three messages on each."""
    stage, begun, count = stretch
    edition = edition_for("complaint", stage.unit, stage.at)
    with transaction.atomic():
        opened = [opening(stage, begun + number, edition) for number in range(count)]
        ids = [answer.subject for answer in submit_many(acts=opened, recorded_at=stage.at)]
        for round_, (name, kind) in enumerate(SAID):
            said = [_said(stage, case, begun + number, round_, name, kind) for number, case in enumerate(ids)]
            submit_many(acts=said, recorded_at=stage.at)
    return ids


def opening(stage: Scene, number: int, edition: Edition | None = None) -> Act:
    """One complaint, every one a little different, opened a second after the one before."""
    rng = Random(SEED + number)  # noqa: S311  # invented complaints
    words = f"{rng.choice(PLACES)}{rng.choice(THINGS)}{rng.choice(FAULTS)}"
    intake = cases.Intake(
        case_type="complaint",
        unit=stage.unit,
        title=f"{words}，{rng.choice(ASKS)}",
        content=f"客户反映{words}，交付已{rng.randint(1, 300)}天，{rng.choice(ASKS)}。单号{number:06}。",
        channel="phone",
        fields={
            "channel": "phone",
            "customer_name": f"客户{number}",
            "phone": f"139{number % 10**8:08}",
            "address": f"幸福路{rng.randint(1, 999)}号",
            "branch": stage.unit,
            "problem": words,
        },
    )
    return beginning(
        intake=intake, by=stage.person, at=stage.at + timedelta(milliseconds=number % 1000), edition=edition
    )


def opened(stage: Scene, number: int) -> CaseOpened:
    """The same as the event alone."""
    event = opening(stage, number).event
    assert isinstance(event, CaseOpened)
    return event


def _said(stage: Scene, case: int, number: int, round_: int, name: str, kind: str) -> Act:
    rng = Random(SEED * 3 + number + round_)  # noqa: S311  # invented words
    text = f"{rng.choice(PLACES)}{rng.choice(THINGS)}已查看，{rng.choice(FAULTS)}属实，{rng.choice(ASKS)}。"
    said = {"kind": kind, "text": text, "channel": "phone"}
    at = stage.at + timedelta(seconds=10 + round_)
    return Act(case, Happened(at=at, by=stage.person, name=name), {"message": said})


def settle() -> None:
    """As an installation of some age: vacuumed, with statistics."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
