"""What an event by itself changes in a state, and which happenings it is known by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import assert_never

from shouwen.engine.draft import Draft
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CalendarPublished,
    CaseMigrated,
    CaseOpened,
    ChildClosed,
    ChildReopened,
    FactCorrected,
    FactSet,
    Happened,
    JudgementMade,
    Overridden,
    PaperFilled,
    PaperIssued,
    PaperReceived,
    PaperSigned,
    PartyChanged,
    PeriodOpened,
    PromiseMade,
    RecordCounted,
    StepFinished,
    TimeReached,
)
from shouwen.engine.facts import Assignee, Value
from shouwen.engine.fold_migration import migrate
from shouwen.engine.state import Child, Judgement

BUILT_IN_ACTS: Mapping[str, str] = {
    "take": "task.taken",
    "claim": "task.taken",
    "assign_to": "case.transferred",
    "refuse": "task.refused",
    "transfer": "case.transferred",
    "give_to": "task.taken",
    "put_back": "act.put_back",
    "co_handle": "case.co_handled",
    "urge": "case.urged",
    "supervise": "case.supervised",
    "suspend": "case.suspended",
    "resume": "case.resumed",
    "reopen": "case.reopened",
    "merge": "case.merged",
    "link": "case.linked",
    "void": "case.voided",
    "withdraw": "case.withdrawn",
    "reply": "customer.answered",
    "extend": "case.extended",
    "close": "act.close",
    "archive": "act.archive",
    "done": "task.done",
}
"""Verbs of every case and the happening each is; their facts are how they are meant, not facts of the case."""


def happening_of(act: str) -> str:
    """What an act is once it has happened."""
    return BUILT_IN_ACTS.get(act, f"act.{act}")


def apply_event(draft: Draft, event: AnyEvent) -> tuple[str, ...]:
    """Fold the event itself in; gives the names under which rules may wait for it."""
    names = _apply(draft, event)
    draft.seq += 1
    draft.at = event.at if draft.at is None else max(draft.at, event.at)
    remember(draft, names, event.at)
    return names


def remember(draft: Draft, names: tuple[str, ...], at: datetime) -> None:
    """Note when each happened; when facts were set and steps finished stands with them already."""
    happened = draft.happened
    for name in names:
        if name[-4:] != ".set":
            happened[name] = at


def set_facts(draft: Draft, facts: Mapping[str, Value], at: datetime) -> tuple[str, ...]:
    """Write facts with their instant; each one happened as `<fact>.set`."""
    if not facts:
        return ()
    draft.facts.update(facts)
    draft.fact_at.update(dict.fromkeys(facts, at))
    return tuple([f"{path}.set" for path in facts])


def _apply(draft: Draft, event: AnyEvent) -> tuple[str, ...]:  # noqa: C901, PLR0911, PLR0912 - one arm per event
    match event:
        case CaseOpened():
            return _opened(draft, event)
        case StepFinished() | PaperFilled():
            return _papers_filled(draft, event)
        case PaperIssued() | PaperReceived() | PaperSigned():
            return _paper_moved(draft, event)
        case ChildClosed() | ChildReopened():
            return _child_moved(draft, event)
        case ActRequested():
            return _act(draft, event)
        case FactSet() | FactCorrected():
            return _fact_given(draft, event)
        case JudgementMade():
            return _judged(draft, event)
        case Happened():
            return (*set_facts(draft, event.facts, event.at), event.name)
        case RecordCounted():
            return _counted(draft, event)
        case PromiseMade():
            return _promised(draft, event)
        case PartyChanged():
            return _party_changed(draft, event)
        case PeriodOpened():
            return (f"{event.duty}.opened",)
        case Overridden() | CaseMigrated() | TimeReached() | CalendarPublished():
            return _unnamed(draft, event)
        case _:
            assert_never(event)


def _unnamed(draft: Draft, event: Overridden | CaseMigrated | TimeReached | CalendarPublished) -> tuple[str, ...]:
    """No rule waits for it by a name."""
    if isinstance(event, Overridden):
        draft.overrides = (*draft.overrides, event.rule)
    elif isinstance(event, CaseMigrated):
        migrate(draft, event)
    return ()


def _paper_moved(draft: Draft, event: PaperIssued | PaperReceived | PaperSigned) -> tuple[str, ...]:
    match event:
        case PaperIssued():
            draft.mark_paper(event.paper, event.paper_id, issued_at=event.at)
            return (f"{event.paper}.issued",)
        case PaperReceived():
            draft.mark_paper(event.paper, event.paper_id, received_at=event.at)
            return (f"{event.paper}.received",)
        case PaperSigned():
            return _signed(draft, event)


def _fact_given(draft: Draft, event: FactSet | FactCorrected) -> tuple[str, ...]:
    if isinstance(event, FactCorrected):
        _void_signatures(draft, event.facts, [mark.paper for mark in draft.papers if mark.issued_at is None])
    return set_facts(draft, event.facts, event.at)


def _promised(draft: Draft, event: PromiseMade) -> tuple[str, ...]:
    return (*set_facts(draft, {"promise.reply_at": event.reply_at.isoformat()}, event.at), "promise.made")


def _party_changed(draft: Draft, event: PartyChanged) -> tuple[str, ...]:
    draft.roles[event.role] = Assignee(event.post, event.unit, event.person, role=event.role)
    return (f"{event.role}.changed",)


def _child_moved(draft: Draft, event: ChildClosed | ChildReopened) -> tuple[str, ...]:
    if isinstance(event, ChildClosed):
        return _child_closed(draft, event)
    draft.children[event.child] = Child(event.child, event.procedure)
    return ()


def _opened(draft: Draft, event: CaseOpened) -> tuple[str, ...]:
    draft.case_type, draft.unit, draft.via = event.case_type, event.unit, event.via
    draft.opened_at, draft.opener, draft.parent = event.at, event.by, event.parent
    draft.roles.update(event.roles)
    facts = set_facts(draft, event.facts, event.at)
    for paper in event.papers:
        draft.mark_paper(paper, "", filled_at=event.at)
    filled = tuple(f"{paper}.filled" for paper in event.papers)
    return ("case.opened", f"{event.case_type}.opened", *facts, *filled)


def _papers_filled(draft: Draft, event: StepFinished | PaperFilled) -> tuple[str, ...]:
    _void_signatures(draft, event.facts, event.papers)
    names = set_facts(draft, event.facts, event.at)
    for paper in event.papers:
        draft.mark_paper(paper, "", filled_at=event.at)
    return (*names, *[f"{paper}.filled" for paper in event.papers])


def _void_signatures(draft: Draft, facts: Mapping[str, Value], papers: Sequence[str]) -> None:
    """A signature covers what stood on the paper; a field that reads differently now takes all of them away."""
    for mark in [each for each in draft.papers if each.signed and each.paper in papers]:
        if any(path.partition(".")[0] == mark.paper and draft.facts.get(path) != facts[path] for path in facts):
            draft.mark_paper(mark.paper, mark.paper_id, signed=(), version="")


def _act(draft: Draft, event: ActRequested) -> tuple[str, ...]:
    if event.act in BUILT_IN_ACTS:
        interim = event.act == "reply" and event.facts.get("interim") is True
        return ("customer.informed",) if interim else (BUILT_IN_ACTS[event.act],)
    if event.act.startswith("approve."):
        return ()
    return (*set_facts(draft, event.facts, event.at), f"act.{event.act}")


def _judged(draft: Draft, event: JudgementMade) -> tuple[str, ...]:
    draft.judgements = (*draft.judgements, Judgement(event.fact, event.value, "", 0, event.at, event.by))
    return set_facts(draft, {event.fact: event.value}, event.at)


def _signed(draft: Draft, event: PaperSigned) -> tuple[str, ...]:
    """A signature covers one version: those on another version fall away."""
    mark = next((each for each in reversed(draft.papers) if each.paper == event.paper), None)
    earlier = () if mark is None or mark.version != event.version else mark.signed
    signed = (*(pair for pair in earlier if pair[0] != event.party), (event.party, event.version))
    draft.mark_paper(event.paper, event.paper_id, signed=signed, version=event.version)
    return (f"{event.paper}.signed", f"{event.paper}.signed_by_{event.party}")


def _counted(draft: Draft, event: RecordCounted) -> tuple[str, ...]:
    if event.record_id in draft.counted:
        return ()
    draft.counted = (*draft.counted, event.record_id)
    return (*set_facts(draft, event.facts, event.at), f"{event.record}.recorded", f"{event.record}.counted")


def _child_closed(draft: Draft, event: ChildClosed) -> tuple[str, ...]:
    known = draft.children.get(event.child)
    if known is not None and known.closed:
        return ()
    draft.children[event.child] = Child(event.child, event.procedure, closed=True, outcome=event.outcome)
    names = set_facts(draft, {f"{event.procedure}.{name}": value for name, value in event.facts.items()}, event.at)
    return (*names, f"{event.procedure}.{event.outcome}", f"{event.procedure}.closed", "child.closed")
