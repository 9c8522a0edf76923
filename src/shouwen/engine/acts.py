"""Acts that people try: the verbs of every task and case, approvals, and acts that only gates know."""

from collections.abc import Callable, Mapping

from shouwen.engine.act_people import (
    co_handle,
    done,
    give_to,
    put_back,
    refuse_task,
    take,
    transfer,
    urge,
)
from shouwen.engine.act_times import extend, resume, suspend
from shouwen.engine.act_whole import archive_case, close, link, merge, reopen, reply, void, withdraw
from shouwen.engine.approve_acts import approve
from shouwen.engine.effects import Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.gates import pass_gates
from shouwen.engine.supervisions import supervise
from shouwen.engine.work import RefusedError, Work
from shouwen.rulebook.vocabulary import ACTS as VOCABULARY

AFTER_CLOSING = frozenset({"reopen", "link", "archive", "export", "see"})


def act(work: Work, event: ActRequested) -> None:
    """Gates first, whatever the act; then what the verb means."""
    if work.draft.closed_at is not None and event.act in ACTS and event.act not in AFTER_CLOSING:
        raise RefusedError(Refuse(rule=work.flow.name, act=event.act, lacks=("open:",)))
    if event.act.startswith("approve."):
        pass_gates(work, "approve", event.act)
        approve(work, event)
        return
    if event.act == "give_to":
        pass_gates(work, "assign_to", event.act)
    elif event.act != "close":
        pass_gates(work, event.act)
    verb = ACTS.get(event.act)
    if verb is not None:
        verb(work, event)
        return
    if not _is_named(work, event.act):
        raise RefusedError(Refuse(rule=work.flow.name, act=event.act, lacks=(f"act:{event.act}",)))
    work.give_declared(event.facts)


def _is_named(work: Work, name: str) -> bool:
    """Whether a gate, a step, a rule that waits for it, or the vocabulary of rulebooks knows the act."""
    flows = work.compiled.flows.values()
    return (
        name in VOCABULARY
        or name in work.compiled.gates
        or any(f"act.{name}" in flow.awaited for flow in flows)
        or any(plan.rule.act == name for flow in flows for plan in flow.steps.values())
    )


ACTS: Mapping[str, Callable[[Work, ActRequested], None]] = {
    "take": take,
    "claim": take,
    "refuse": refuse_task,
    "give_to": give_to,
    "put_back": put_back,
    "transfer": transfer,
    "assign_to": transfer,
    "co_handle": co_handle,
    "urge": urge,
    "supervise": supervise,
    "done": done,
    "suspend": suspend,
    "resume": resume,
    "extend": extend,
    "reply": reply,
    "close": close,
    "archive": archive_case,
    "reopen": reopen,
    "merge": merge,
    "link": link,
    "void": void,
    "withdraw": withdraw,
}
