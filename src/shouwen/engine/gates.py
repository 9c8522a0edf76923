"""Gates: whether an act may be done, by whom, and what it lacks; asked of people and of the engine itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from shouwen.engine.conditions import forecast
from shouwen.engine.effects import RecordFinding, Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Assignee
from shouwen.engine.fold_events import happening_of
from shouwen.engine.lacking import lacks_of, papers_lacking
from shouwen.engine.work import RefusedError, Work
from shouwen.rulebook.model import GateRule, Mode, Who


def pass_gates(work: Work, *acts: str) -> None:
    """Let the event through, or refuse it as a whole."""
    with _before_itself(work):
        refusals = [refusal for act in acts for refusal in _ask(work, act, own=False)]
    if refusals:
        raise RefusedError(*refusals, *(_not_judgeable(work, refusal) for refusal in refusals if _is_unknown(refusal)))


@contextmanager
def _before_itself(work: Work) -> Iterator[None]:
    """An act that is still asked about has not happened: `case.urged` is when it was urged the last time."""
    event, happened = work.event, work.draft.happened
    name = happening_of(event.act) if isinstance(event, ActRequested) else ""
    own, earlier = happened.pop(name, None), work.subject.state.happened.get(name)
    if own is not None and earlier is not None:
        happened[name] = earlier
    try:
        yield
    finally:
        if own is not None:
            happened[name] = own


def _is_unknown(refusal: Refuse) -> bool:
    return all(lack.startswith("fact:") for lack in refusal.lacks)


def _not_judgeable(work: Work, refusal: Refuse) -> RecordFinding:
    """The gate stayed shut because nobody knows, not because the act was wrong."""
    key, note = f"{refusal.act}@{work.draft.seq}", "、".join(refusal.lacks)
    return RecordFinding(rule=refusal.rule, key=key, result="unknown", mode="block", note=note, cites=refusal.cites)


def may_itself(work: Work, *acts: str) -> bool:
    """Whether an effect of the engine's own passes; a refused one is said, and left out."""
    refusals = [refusal for act in acts for refusal in _ask(work, act, own=True)]
    for refusal in refusals:
        if not _said(work, refusal):
            work.emit(refusal)
    return not refusals


def refusals_of(work: Work, *acts: str) -> tuple[Refuse, ...]:
    """What would stand against an act; for pages that show it beforehand."""
    return tuple(refusal for act in acts for refusal in _ask(work, act, own=False))


def _said(work: Work, refusal: Refuse) -> bool:
    return any(
        isinstance(each, Refuse) and (each.rule, each.act) == (refusal.rule, refusal.act) for each in work.effects
    )


def _ask(work: Work, act: str, *, own: bool) -> list[Refuse]:
    found = []
    for gate in work.compiled.gates.get(act, ()):
        refusal = _gate(work, gate, act, own=own)
        if refusal is not None:
            found.append(refusal)
    return found


def _gate(work: Work, gate: GateRule, act: str, *, own: bool) -> Refuse | None:
    applies = work.judge(gate.when)
    if applies.value is False:
        return None
    lacks = tuple(f"fact:{path}" for path in applies.unknown) if applies.value is None else _lacks(work, gate)
    work.apply_rule(gate.name, gate.cites)
    return judge_mode(
        work,
        rule=gate.name,
        key=f"{act}@{work.draft.seq}",
        lacks=lacks,
        mode=gate.mode or "block",
        own=own,
        refusal=_refusal(work, gate, act, lacks, own=own) if lacks else None,
        cites=gate.cites,
    )


def judge_mode(
    work: Work,
    *,
    rule: str,
    key: str,
    lacks: tuple[str, ...],
    mode: Mode,
    own: bool,
    refusal: Refuse | None,
    cites: tuple[str, ...],
) -> Refuse | None:
    """What a rule that is not kept means: refused, passed with a reason, or only recorded."""
    if refusal is None:
        work.finding(RecordFinding(rule=rule, key=key, result="kept", mode=mode, cites=cites))
        return None
    if rule in work.draft.overrides:
        note = "、".join(lacks)
        work.finding(RecordFinding(rule=rule, key=key, result="overridden", mode=mode, note=note, cites=cites))
        return None
    if mode == "block":
        return refusal
    if mode == "warn" and not own and not work.reason:
        return Refuse(rule=rule, act=refusal.act, lacks=("reason:", *lacks), say=refusal.say, cites=cites)
    note = work.reason or "、".join(lacks)
    work.finding(RecordFinding(rule=rule, key=key, result="broken", mode=mode, note=note, cites=cites))
    return None


def _lacks(work: Work, gate: GateRule) -> tuple[str, ...]:
    person = work.event.by
    searcher = work.searcher()
    barred = [f"only:{gate.name}"] if gate.only is not None and not searcher.covers(gate.only, person) else []
    if gate.never is not None and searcher.covers(gate.never, person):
        barred.append(f"never:{gate.name}")
    return (*lacks_of(gate.needs, work.ground), *papers_lacking(work, gate.papers), *barred)


def _refusal(work: Work, gate: GateRule, act: str, lacks: tuple[str, ...], *, own: bool) -> Refuse:
    only_time = all(lack.startswith("rule:") for lack in lacks)
    return Refuse(
        rule=gate.name,
        act=act,
        lacks=lacks,
        say=gate.say or "",
        opens_at=forecast(gate.needs, work.ground) if only_time else None,
        may_override=_overriders(work, gate.override),
        whole=not own,
        cites=gate.cites,
    )


def _overriders(work: Work, who: Who | None) -> tuple[Assignee, ...]:
    return () if who is None else work.find(who).seats
