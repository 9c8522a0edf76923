"""Duties that recur by the calendar: which of them the program carries out, and the cases it opens for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shouwen.rulebook.model.base import Figure, Name
from shouwen.rulebook.model.condition import Condition, Test
from shouwen.rulebook.model.due import Due
from shouwen.rulebook.model.kinds import DutyRule, ProcedureRule
from shouwen.rulebook.model.step import Exit, StepRule

PERIODS = ("day", "week", "month", "quarter", "half", "year")
YEARLY = re.compile(r"FREQ=YEARLY;BYMONTH=[0-9,]+;BYMONTHDAY=[0-9,]+")
AROUND = re.compile(r"[0-9]+[dw]")
STEP = "record"
"""The one step of a duty that is met by forms alone."""
LIMIT = "occasion."
"""How the fact begins that holds the end of an occasion: `occasion.month_report.month`."""


def recurs(duty: DutyRule, due: Due, procedures: Mapping[str, ProcedureRule], unit_kinds: Mapping[str, str]) -> bool:
    """Whether one case for each unit and period is all that the duty asks for.

    What counts records of all kinds, or owes something to each customer or person, is more than that.
    """
    plain = duty.where is None and duty.when is None and due.while_ is None and due.from_ is None
    whole = duty.per is None or duty.per in unit_kinds
    enough = _in_time(due) and _times(due) > 0 and _done_by(duty, procedures) and _counts_its_own(duty, due, procedures)
    return plain and whole and bool(owed_by(duty)) and enough


def owed_by(duty: DutyRule) -> tuple[str, ...]:
    """The posts that owe it, the first one first; none where it is not posts alone."""
    parts = duty.by.parts() if duty.by is not None and duty.by.all is None and duty.by.turn is None else ()
    return tuple(part.post for part in parts if part.post is not None and part.at is None)


def times(due: Due) -> int:
    """How often in each period."""
    return _times(due)


def case_types(
    duties: Mapping[str, DutyRule], procedures: Mapping[str, ProcedureRule], unit_kinds: Mapping[str, str]
) -> dict[str, ProcedureRule]:
    """Every flow that a case may follow: the procedures with the limits of duties that open them, and one step for others."""
    found = dict(procedures)
    for duty in duties.values():
        for name, due in duty.due.items():
            if recurs(duty, due, procedures, unit_kinds):
                flow = case_type(duty)
                found[flow] = _with_limit(found.get(flow) or _own(duty), duty, name, due)
    return found


def case_type(duty: DutyRule) -> Name:
    """The type of the cases in which the duty is done."""
    return duty.opens or duty.name


def limit_fact(duty: str, due: str) -> str:
    """The fact in which a case keeps until when it is owed."""
    return f"{LIMIT}{duty}.{due}"


def _in_time(due: Due) -> bool:
    each = due.each.value if due.each is not None else None
    if each is None:
        return False
    if each in PERIODS:
        return due.about is None and (each != "day" or due.calendar is not None or due.need is None)
    about = due.about.value if due.about is not None else "0d"
    return bool(YEARLY.fullmatch(each) and AROUND.fullmatch(about or ""))


def _times(due: Due) -> int:
    """At least so many are made one by one; exactly or at most so many have to be counted."""
    need = due.need
    if need is None:
        return 1
    sort, number = need.asked or ("share", Figure[int]())
    return (number.value or 0) if sort == "at_least" else 0


def _counts_its_own(duty: DutyRule, due: Due, procedures: Mapping[str, ProcedureRule]) -> bool:
    """Whether what is counted is the very case that is opened, once its first step is done; other conditions need looking."""
    if due.need is None or due.need.where is None:
        return True
    flow = procedures.get(duty.opens or "")
    if flow is None or due.need.of != "case":
        return False
    kept = {"type": flow.name, "case.type": flow.name, f"{next(iter(flow.steps))}.outcome": "true"}
    tests = _tests(due.need.where)
    return tests is not None and all(kept.get(test.path) == str(test.value).lower() for test in tests)


def _tests(where: Condition) -> tuple[Test, ...] | None:
    """The matchers that all have to hold; None where there is a choice between some, or one may not hold."""
    if where.test is not None:
        return (where.test,) if where.test.op in ("equals", "known") else None
    if where.any is not None or where.no is not None:
        return None
    inner = [_tests(part) for part in where.all or ()]
    return None if any(each is None for each in inner) else tuple(test for each in inner if each for test in each)


def _done_by(duty: DutyRule, procedures: Mapping[str, ProcedureRule]) -> bool:
    """A case that begins with a form filled by somebody cannot begin by itself."""
    if duty.opens is not None:
        return duty.opens in procedures and procedures[duty.opens].intake is None
    return bool(duty.fill) and duty.name not in procedures


def _own(duty: DutyRule) -> ProcedureRule:
    step = StepRule(
        title=duty.title,
        by=duty.by,
        fill=duty.fill,
        papers=duty.papers,
        out={"done": Exit(then="end", title="完成")},
        cites=duty.cites,
        mode=duty.mode,
        override=duty.override,
    )
    return ProcedureRule(name=duty.name, title=duty.title, cites=duty.cites, steps={STEP: step})


def _with_limit(flow: ProcedureRule, duty: DutyRule, name: str, due: Due) -> ProcedureRule:
    """The limit ends with the first step, unless the duty names what meets it."""
    limit = due.model_copy(
        update={
            "title": due.title or duty.title,
            "each": None,
            "opens": None,
            "need": None,
            "about": None,
            "partial": None,
            "from_": Figure[str](value="step.opened"),
            "by": {"fact": limit_fact(duty.name, name)},
            "cites": tuple(dict.fromkeys((*duty.cites, *due.cites))),
        }
    )
    first = next(iter(flow.steps))
    step = flow.steps[first]
    owed = step.model_copy(update={"due": {**step.due, f"{duty.name}_{name}": limit}})
    return flow.model_copy(update={"steps": {**flow.steps, first: owed}})


def running_dues(
    duties: Mapping[str, DutyRule], procedures: Mapping[str, ProcedureRule], unit_kinds: Mapping[str, str]
) -> Iterator[tuple[DutyRule, str, Due]]:
    """Every limit of a duty for which cases are opened."""
    for duty in duties.values():
        for name, due in duty.due.items():
            if recurs(duty, due, procedures, unit_kinds):
                yield duty, name, due
