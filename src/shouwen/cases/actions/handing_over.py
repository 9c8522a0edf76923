"""Hands everything that is open in one person's name to somebody else, in one act with one reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from shouwen.cases.actions.named import outsiders_of
from shouwen.cases.actions.sending import user_of, written
from shouwen.cases.queries.open_work import open_tasks
from shouwen.engine.events import ActRequested
from shouwen.people.access import viewer_of
from shouwen.people.actions import ChangeRefused, record
from shouwen.people.queries import names
from shouwen.runtime.bulk import submit_many
from shouwen.runtime.subjects import Act

OWN_SIGNATURE = "approval:hand_over"
OTHER_COMPANY = "people:company"
Way = Literal["transfer", "approve.hand_over"]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went, and the cases whose rulebook let a task stay, each with what it lacked."""

    moved: int
    stayed: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Order:
    """Who gets it, why, on whose word, when."""

    to: str
    reason: str
    by: str | None
    at: datetime


@transaction.atomic
def hand_over_all(*, person: str, to: str, reason: str, by: str | None, at: datetime) -> HandedOver:
    """By nobody as far as a case is concerned: who looks after the organisation need not have a say in it."""
    said = written(reason)
    if not said:
        raise ChangeRefused(
            "Say why the work changes hands: it stands on every case.", "请写明移交原因：每件事项上都会记录。"
        )
    if person == to or viewer_of(to, at) is None:
        raise ChangeRefused("Choose somebody else who works here.", "请另选一位在职的人接手。")
    waiting = list(dict.fromkeys((task.case_id, task.key) for task in open_tasks(person)))
    order = _Order(to, said, by, at)
    foreign = outsiders_of(to, (case for case, _ in waiting), at=at)
    moved, stayed = 0, [(case, OTHER_COMPANY) for case, _ in waiting if case in foreign]
    waiting = [task for task in waiting if task[0] not in foreign]
    while waiting:
        now, waiting = _once_each(waiting)
        went, kept = _move(now, person, order)
        moved += went
        stayed += kept
    called = names([person, to])
    detail = f"→ {called.get(to, to)}：{moved}" + (f"（{len(stayed)}）" if stayed else "")
    record(
        act="work_handed_over",
        by=int(by) if by else None,
        at=at,
        subject=f"person:{person}",
        name=called.get(person, ""),
        detail=detail,
        reason=said,
    )
    return HandedOver(moved, tuple(stayed))


def _once_each(waiting: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """One act for each case at a time, so that a case with several tasks takes them in turn."""
    now: list[tuple[int, str]] = []
    later: list[tuple[int, str]] = []
    seen: set[int] = set()
    for case, task in waiting:
        (later if case in seen else now).append((case, task))
        seen.add(case)
    return now, later


def _move(tasks: list[tuple[int, str]], person: str, order: _Order) -> tuple[int, list[tuple[int, str]]]:
    """Approvals have a verb of their own, used in the name of the signer."""
    answers = _send(tasks, "transfer", None, order)
    approvals = [task for task, lacks in zip(tasks, answers, strict=True) if OWN_SIGNATURE in lacks]
    stayed = [
        (task[0], lacks[0]) for task, lacks in zip(tasks, answers, strict=True) if lacks and OWN_SIGNATURE not in lacks
    ]
    signed = _send(approvals, "approve.hand_over", person, order)
    stayed += [(task[0], lacks[0]) for task, lacks in zip(approvals, signed, strict=True) if lacks]
    return len(tasks) - len(stayed), stayed


def _send(tasks: list[tuple[int, str]], way: Way, signer: str | None, order: _Order) -> list[tuple[str, ...]]:
    facts, why, at = {"person": order.to}, order.reason, order.at
    acts = [
        Act(case, ActRequested(at=at, by=signer, act=way, task=task, facts=facts, reason=why)) for case, task in tasks
    ]
    if not acts:
        return []
    answers = submit_many(acts=acts, actor=user_of(order.by), recorded_at=at)
    return [tuple(lack for refuse in answer.refusals for lack in refuse.lacks) for answer in answers]
