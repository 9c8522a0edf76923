"""What has to be loaded before a decision: known from the rulebook alone, so that the number of queries is fixed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from shouwen.engine.events import CaseOpened, Event
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State
from shouwen.rulebook.model import Condition, FactRule, Who
from shouwen.rulebook.model.base import Frozen


@dataclass(frozen=True, slots=True)
class Footprint:
    """Fact paths that rules may read, the tallies among them, posts that may be looked up, and facts that name units."""

    facts: frozenset[str]
    tallies: Mapping[str, FactRule]
    posts: frozenset[str]
    unit_facts: frozenset[str]
    """Facts that hold a unit from which a post is looked up: seats `post@unit` are wanted."""
    parent: bool
    """Whether rules read facts of the case that opened this one."""


def needs(rulebook: Compiled, event: Event, state: State | None = None) -> Footprint:
    """For the case type of the event's case."""
    if isinstance(event, CaseOpened):
        return of_procedure(rulebook, event.case_type)
    if state is None:
        raise ValueError("only the event that opens a case says its type by itself; give the case's state too")
    return of_procedure(rulebook, state.case_type)


def of_procedure(compiled: Compiled, case_type: str) -> Footprint:
    """For one case type; the same for as long as the edition lives."""
    flow = compiled.flows[case_type]
    rules: tuple[Frozen, ...] = (
        flow.rule,
        *(gate for gates in compiled.gates.values() for gate in gates),
        *(reaction.rule for found in flow.reactions.values() for reaction in found),
        *(compiled.tables[plan.rule.table] for plan in flow.steps.values() if plan.rule.table),
    )
    parts = [part for rule in rules for part in _parts(rule)]
    facts = {path for part in parts if isinstance(part, Condition) for path in part.paths()}
    facts |= {plan.by_fact for plan in flow.dues.values() if plan.by_fact} | set(flow.lists)
    whos = [part for part in parts if isinstance(part, Who)]
    units = {who.at for who in whos if who.at} | {who.unit for who in whos if who.unit and who.unit != "each"}
    facts |= units | {who.from_fact for who in whos if who.from_fact}
    declared = compiled.rulebook.facts
    counted = {name: declared[name] for name in facts if name in declared and _is_tally(declared[name])}
    posts = frozenset(post for who in whos for post in who.posts())
    return Footprint(
        frozenset(facts), counted, posts, frozenset(units), any(path.startswith("parent.") for path in facts)
    )


def _is_tally(rule: FactRule) -> bool:
    return any(each is not None for each in (rule.count, rule.sum, rule.share, rule.mean))


def _parts(value: object) -> Iterator[Frozen]:
    """Every typed part inside a rule."""
    if isinstance(value, Frozen):
        yield value
        yield from _inside(value.__dict__.values())
    elif isinstance(value, Mapping):
        yield from _inside(value.values())
    elif isinstance(value, (tuple, list)):
        yield from _inside(value)


def _inside(values: Iterable[object]) -> Iterator[Frozen]:
    for value in values:
        yield from _parts(value)
