"""Reactions: once for each event; what is not yet known is asked for, and the reaction waits for it."""

from shouwen.engine.effects import DropPending, RequestFact
from shouwen.engine.plan import NamedReaction
from shouwen.engine.steps import END, end_flow, enter, leave_region
from shouwen.engine.tables import ask_table
from shouwen.engine.verbs import open_child, run
from shouwen.engine.work import Work


def on_happening(work: Work, name: str) -> None:
    """Everything that waits for this: reactions of the procedure, free-standing ones, procedures that open upon it."""
    for reaction in work.flow.reactions.get(name, ()):
        _react(work, reaction, name)
    for procedure in work.compiled.opens_upon.get(name, ()):
        rule = work.compiled.flows[procedure].rule
        open_child(work, procedure, f"upon.{name}", rule.cites, {})


def _react(work: Work, reaction: NamedReaction, name: str) -> None:
    answer = work.judge(reaction.rule.when)
    if answer.value:
        _fire(work, reaction, f"{reaction.key}@{work.draft.seq}")
    elif answer.value is None:
        why = f"reaction:{reaction.key}@{work.draft.seq}"
        for path in answer.unknown or ("",):
            work.emit(RequestFact(fact=path, why=why, to=work.owner(), cites=reaction.rule.cites))


def _fire(work: Work, reaction: NamedReaction, rule: str) -> None:
    cites = reaction.rule.cites or work.flow.rule.cites
    work.apply_rule(reaction.key, cites)
    run(work, reaction.rule.do, rule=rule, cites=cites)
    goto = reaction.rule.goto
    if goto is None or work.draft.closed_at is not None:
        return
    leave_region(work, reaction.key)
    if goto == END:
        end_flow(work, reaction.rule.name or "goto")
    else:
        enter(work, goto)


def retry_pending(work: Work) -> None:
    """Look again at what waited for facts; what a newer edition has no rule for waits no longer."""
    for what in work.draft.pending:
        kind, _, rest = what.partition(":")
        if kind == "reaction":
            _retry(work, what, rest)
        elif not _waits(work, kind, rest):
            work.emit(DropPending(what=what))


def _waits(work: Work, kind: str, name: str) -> bool:
    if kind == "table":
        table = work.compiled.tables.get(name)
        return table is not None and bool(ask_table(table, work.ground).unknown)
    if kind == "step":
        step = work.flow.steps.get(name)
        return step is not None and work.lookup(step.rule.for_each or "") is None
    return work.lookup(name) is None


def _retry(work: Work, what: str, rest: str) -> None:
    key, _, seq = rest.rpartition("@")
    reaction = work.flow.named.get(key)
    if reaction is None:
        work.emit(DropPending(what=what))
        return
    answer = work.judge(reaction.rule.when)
    if answer.value is not None:
        work.emit(DropPending(what=what))
    if answer.value:
        _fire(work, reaction, f"{key}@{seq}")
