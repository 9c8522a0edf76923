"""Analysis B on reactions: events, their effects, and the events that these make; no circle without an end."""

from collections.abc import Iterator

from shouwen.rulebook.check.boxes import can_hold, tests_in
from shouwen.rulebook.check.graph import components
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import Condition, Do, ReactionRule, Test
from shouwen.rulebook.model.condition import FactRef

_SHRINKING = ("at_most", "less_than")


def check_reactions(sight: Sight) -> None:
    """Tell reactions that keep setting each other off."""
    found: dict[str, ReactionRule] = dict(sight.of_type(ReactionRule))
    for procedure in sight.rulebook.procedures.values():
        if procedure.opens is not None and procedure.opens.upon:
            opened = Do(open=procedure.name)
            found[f"{procedure.name}.opens"] = ReactionRule(
                upon=procedure.opens.upon, when=procedure.when, do=(opened,)
            )
    edges = {
        name: tuple(other for other, after in found.items() if _feeds(sight, name, one, after))
        for name, one in found.items()
    }
    for ring in components(edges):
        if not any(_stops(sight, found[name], [found[other] for other in ring]) for name in ring):
            _tell(sight, ring)


def _tell(sight: Sight, ring: tuple[str, ...]) -> None:
    chain = " → ".join((*ring, ring[0]))
    told = "→".join(map(sight.called.place, (*ring, ring[0])))
    sight.tell(
        "reactions_feed_each_other",
        ring[0],
        f"触发规则互相触发，没有尽头：{told}。请给其中一条写“适用条件”，用次数或状态让它停下。",
        f"These reactions set each other off for ever: {chain}. Give one of them a `when` on a count or state that ends it.",
    )


def _feeds(sight: Sight, where: str, one: ReactionRule, other: ReactionRule) -> bool:
    return bool(set(_emits(sight, where, one)) & set(other.upon))


def _emits(sight: Sight, where: str, reaction: ReactionRule) -> Iterator[str]:
    """The events that a reaction's effects make, those of the step it jumps to included."""
    for do in reaction.do:
        yield from emitted(do)
    procedure = sight.procedure_at(where)
    if reaction.goto is not None and procedure is not None and reaction.goto in procedure.steps:
        yield from (f"{reaction.goto}.opened", f"{procedure.name}.{reaction.goto}.opened")
        for do in procedure.steps[reaction.goto].do:
            yield from emitted(do)


def emitted(do: Do) -> Iterator[str]:
    """The events that one effect makes."""
    if do.issue is not None:
        yield f"{do.issue}.issued"
    elif do.open is not None:
        yield from (f"{do.open}.opened", "case.opened")
    elif do.set is not None:
        yield from (f"{do.set}.set", f"case.{do.set}.set")
    elif do.assign is not None:
        yield f"{do.assign}.assigned"
    elif do.escalate is not None:
        yield "case.escalated"
    elif do.hand_over is not None:
        yield "case.handed_over"


def _stops(sight: Sight, reaction: ReactionRule, ring: list[ReactionRule]) -> bool:
    """A condition that the circle itself makes false: a count with an upper end, or a fact the circle sets otherwise."""
    if reaction.when is None:
        return False
    if any(test.op in _SHRINKING or (test.op, test.value) == ("known", "false") for test in tests_in(reaction.when)):
        return True
    values = {do.set: do.value for other in ring for do in other.do if do.set is not None}
    fixed = [
        Condition(test=Test(path=path, op="equals", value=value)) for path, value in values.items() if value is not None
    ]
    return bool(fixed) and not can_hold(Condition(all=(reaction.when, *fixed)), sight.rulebook) and _constant(reaction)


def _constant(reaction: ReactionRule) -> bool:
    """Compared with constants only, so that setting the fact really decides."""
    return reaction.when is not None and not any(isinstance(test.value, FactRef) for test in tests_in(reaction.when))
