"""One limit as written, with its spans read, its anchor named as a happening, and vague words looked up."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from shouwen.engine.plan import DuePlan, StepPlan
from shouwen.rulebook.model import Due, Figure, ProcedureRule, Rulebook
from shouwen.rulebook.model.recurring import LIMIT
from shouwen.rulebook.span import Span, parse_span

GIVEN_WORD = "given_word"
ANSWERED, REPLY = "customer.answered", "reply"


def plan_due(name: str, due: Due, rulebook: Rulebook, *, procedure: ProcedureRule, step: str | None) -> DuePlan | None:
    """The limit ready to run; None if it is dormant, because its figure is empty."""
    if due.each is not None or (due.from_ is not None and due.start is None):
        return None
    plan = _timed(_named(name, due, procedure, step), due, rulebook)
    runs = plan.within or plan.at or plan.every or plan.by_day or plan.by_fact
    return plan if runs else None


def _named(name: str, due: Due, procedure: ProcedureRule, step: str | None) -> DuePlan:
    """What it is called, when it starts and stops, and whose words it carries out; without its length."""
    outer = procedure.steps.get(step) if step else None
    start = due.start or ("step.opened" if step else "case.opened")
    return DuePlan(
        rule=f"{procedure.name}.{step}.{name}" if step else f"{procedure.name}.{name}",
        name=name,
        title=due.title or (outer.title if outer and outer.title else name),
        due=due,
        step=step,
        start=f"{step}.opened" if start == "step.opened" and step else start,
        until=due.until,
        mode=due.mode or "warn",
        promise=due.promise or due.start == "promise.made",
        calendar=due.calendar,
        cites=due.cites or (outer.cites if outer else procedure.cites),
    )


def _timed(plan: DuePlan, due: Due, rulebook: Rulebook) -> DuePlan:
    """With its spans, its day or the fact that holds its instant, and how often it is owed."""
    by_day, by_fact = _by(due.by)
    percent, span = _warn(due.warn or rulebook.header.warn)
    occasion = by_fact is not None and by_fact.startswith(LIMIT)
    return replace(
        plan,
        # The limit of a duty is known by the duty, whatever case it runs in.
        rule=by_fact.removeprefix(LIMIT) if by_fact is not None and occasion else plan.rule,
        within=_span(due.within, rulebook),
        after=_span(due.after, rulebook),
        at=_span(due.at, rulebook),
        about=_span(due.about, rulebook),
        every=_span(due.repeat.every, rulebook) if due.repeat else None,
        times=due.repeat.times.value if due.repeat and due.repeat.times else None,
        by_day=by_day,
        by_fact=by_fact,
        warn_percent=percent,
        warn_span=span,
        many=due.start == "promise.made" or (due.promise and by_fact is not None),
        once=occasion,
    )


def given_word(
    procedure: ProcedureRule, steps: Iterable[StepPlan], written: Iterable[DuePlan], rulebook: Rulebook
) -> DuePlan:
    """What the customer was told is a limit under any rulebook; it has no clause, and a limit on promises goes before it."""
    told = {each.until for each in written if each.promise and each.until} | set(_answers(steps))
    percent, span = _warn(rulebook.header.warn)
    return DuePlan(
        rule=f"{procedure.name}.{GIVEN_WORD}",
        name=GIVEN_WORD,
        title="答应客户的时间",
        due=Due(title="答应客户的时间", until=ANSWERED, promise=True),
        step=None,
        start="promise.made",
        until=ANSWERED,
        kept_by=tuple(sorted(told - {ANSWERED})),
        by_fact="promise.reply_at",
        warn_percent=percent,
        warn_span=span,
        promise=True,
        many=True,
        otherwise=True,
    )


def _answers(steps: Iterable[StepPlan]) -> Iterator[str]:
    """Steps in which the customer is answered, ended the regular way."""
    return (f"{step.path}.{next(iter(step.exits))}" for step in steps if step.rule.act == REPLY and step.exits)


def _span(figure: Figure[str] | None, rulebook: Rulebook) -> Span | None:
    if figure is None or figure.value is None:
        return None
    word = rulebook.header.words.get(figure.value)
    text = figure.value if word is None else word.value
    return None if text is None else parse_span(text)


def span_of(text: str, rulebook: Rulebook) -> Span | None:
    """A span as written, or the one behind a word of the header; None while the word has no value."""
    return _span(Figure[str](value=text), rulebook)


def _by(by: Any) -> tuple[str | None, str | None]:
    """`by` names a day, or a fact that holds the instant."""
    if isinstance(by, dict):
        return (None, str(by["fact"])) if "fact" in by else (by.get("value") or None, None)
    value = getattr(by, "value", by)
    return (None if value is None else str(value)), None


def _warn(figure: Figure[str]) -> tuple[int | None, Span | None]:
    """A share of the limit, or a span before its end."""
    if figure.value is None:
        return None, None
    if figure.value.endswith("%"):
        return int(figure.value[:-1]), None
    return None, parse_span(figure.value)
