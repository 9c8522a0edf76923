"""What whoever takes a case in can do in the same act: tick what the first step waits for, name the category, solve it on the spot."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.forms import Known, choices_of, view
from shouwen.cases.queries.intake import edition_for
from shouwen.cases.rows import FieldView, PaperForm
from shouwen.people.access import Viewer
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.rulebook.model import Condition, Exit, FieldRule, PaperRule, ProcedureRule, Rulebook, StepRule, Who

END = "end"
OPENER = "opener"
# What cannot be sent before the case is there.
LATER = frozenset({"file", "photo", "signature"})


@dataclass(frozen=True, slots=True)
class Named:
    """A field with its place, `paper.field`, and the clauses of the step or paper that asks for it."""

    path: str
    rule: FieldRule
    cites: tuple[str, ...] = ()

    @property
    def paper(self) -> str:
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class SpotStep:
    """One step of the way to the end that the opener may go alone: its forms and the outcomes that lead on."""

    task: str
    title: str
    outcomes: tuple[tuple[str, str, bool], ...]
    """(outcome, its word, whether it asks for a reason)."""
    papers: tuple[PaperForm, ...]
    clauses: tuple[str, ...]
    prefilled: frozenset[str] = frozenset()
    """Fields, as `paper.field`, that take over what the intake form says."""

    @property
    def any_reason(self) -> bool:
        return any(asks for _, _, asks in self.outcomes)


def channel_of(rulebook: Rulebook, case_type: str) -> Named | None:
    """The field of the intake paper by which the matter came in: the one whose choices are ways to open such a case."""
    rule = rulebook.case_types[case_type]
    paper = rulebook.papers.get(rule.intake or "")
    via = set(rule.opens.via) if rule.opens else set()
    for name, field in paper.fields.items() if paper else ():
        if field.type == "choice" and (name == "channel" or len(via & set(choices_of(field, rulebook))) > 1):
            return Named(f"{rule.intake}.{name}", field, paper.cites if paper else ())
    return None


def category_of(rulebook: Rulebook, case_type: str, viewer: Viewer, unit: str) -> Named | None:
    """The first kind that is asked for: on the intake paper, or on the first step's when that is the opener's too."""
    found = category_field(rulebook, case_type)
    rule = rulebook.case_types[case_type]
    if found is None or found.paper == rule.intake:
        return found
    return found if _is_openers(_first(rulebook, case_type), rule, _held(viewer, rulebook, unit)) else None


def category_field(rulebook: Rulebook, case_type: str) -> Named | None:
    """The same, whoever does the first step."""
    channel = channel_of(rulebook, case_type)
    for paper, cites in _asked_first(rulebook, case_type):
        for name, field in paper.fields.items():
            path = f"{paper.name}.{name}"
            if field.type == "choice" and field.fact and field.required and (channel is None or path != channel.path):
                return Named(path, field, cites)
    return None


def ticks_of(rulebook: Rulebook, case_type: str, viewer: Viewer, unit: str) -> tuple[Named, ...]:
    """Yes/no fields without which the opener's first step does not pass: restated and confirmed, apologised."""
    step = _first(rulebook, case_type)
    if step.needs is None or not _is_openers(step, rulebook.case_types[case_type], _held(viewer, rulebook, unit)):
        return ()
    wanted = set(_must_be_so(step.needs))
    return tuple(
        Named(f"{name}.{field}", rule, step.cites)
        for name in step.fill
        for field, rule in rulebook.papers[name].fields.items()
        if rule.type == "yes_no" and not wanted.isdisjoint({f"{name}.{field}", rule.fact})
    )


def conditions_of(rulebook: Rulebook, case_type: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(title, sentence, clauses) of gates that ask such a case's people for their names before it is accepted."""
    return tuple(
        (gate.title or gate.name, gate.say or "", gate.cites)
        for gate in rulebook.gates.values()
        if gate.say and {"accept", "open"} & set(gate.act) and gate.when and _is_about(gate.when, case_type)
    )


def may_be_anonymous(rulebook: Rulebook, case_type: str) -> bool:
    """Unless the form or a gate insists on who it was."""
    paper = rulebook.papers.get(rulebook.case_types[case_type].intake or "")
    asked = any(field.required for name, field in paper.fields.items() if _tells_who(name)) if paper else False
    return not asked and not conditions_of(rulebook, case_type)


def on_the_spot(case_type: str, viewer: Viewer, unit: str, at: datetime) -> tuple[SpotStep, ...]:
    """The shortest way to the end whose every step is the opener's own; empty where the rulebook has none."""
    rulebook = edition_for(case_type, unit, at, version=viewer.version).rulebook
    rule = rulebook.case_types[case_type]
    way = _way(rulebook, rule, _held(viewer, rulebook, unit))
    known = Known(rulebook, {"case.opened_at": at.isoformat()}, at, viewer.version)
    return tuple(_spot(rule.steps[step], step, then, known) for step, then in way)


def _spot(step: StepRule, name: str, then: str, known: Known) -> SpotStep:
    scale = known.rulebook.facts.get(step.judge or "")
    titles = scale.titles if scale else {}
    ways = [(key, way) for key, way in step.out.items() if way.then == then]
    # The one that needs no excuse is offered first.
    ways.sort(key=lambda each: each[1].reason)
    outcomes = tuple((key, way.title or titles.get(key) or key, way.reason) for key, way in ways)
    papers = tuple(view(known.rulebook.papers[paper], known) for paper in step.fill)
    prefilled = frozenset(
        f"{paper}.{field}"
        for paper in step.fill
        for field, rule in known.rulebook.papers[paper].fields.items()
        if rule.prefill
    )
    return SpotStep(f"{name}#1", step.title or name, outcomes, papers, step.cites, prefilled)


def _way(rulebook: Rulebook, rule: ProcedureRule, held: frozenset[str]) -> list[tuple[str, str]]:
    """(step, what follows it) in order, by breadth: no way is shorter."""
    first = next(iter(rule.steps))
    came_from: dict[str, str] = {first: ""}
    waiting = deque([first])
    while waiting and END not in came_from:
        here = waiting.popleft()
        for exit_ in _open_ways(rule.steps[here], rulebook, rule, held):
            if exit_.then not in came_from:
                came_from[exit_.then] = here
                waiting.append(exit_.then)
    way, here = [], END
    while came_from.get(here):
        way.append((came_from[here], here))
        here = came_from[here]
    return list(reversed(way))


def _open_ways(step: StepRule, rulebook: Rulebook, rule: ProcedureRule, held: frozenset[str]) -> Iterator[Exit]:
    """Nothing that others sign or do beside, nothing that ends without work done, no file that is asked for."""
    by_others = step.approve or step.together or step.for_each or step.papers or not _is_openers(step, rule, held)
    if by_others or any(_asks_file(rulebook.papers[name]) for name in step.fill):
        return
    for way in step.out.values():
        if way.then == END and way.reason:
            continue
        if way.then == END or way.then in rule.steps:
            yield way


def _asks_file(paper: PaperRule) -> bool:
    return any(field.type in LATER and field.required for field in paper.fields.values())


def _is_openers(step: StepRule, rule: ProcedureRule, held: frozenset[str]) -> bool:
    return step.by is not None and _covers(step.by, rule, held)


def _covers(who: Who, rule: ProcedureRule, held: frozenset[str]) -> bool:
    if who.role is not None:
        role = rule.roles.get(who.role)
        return role is not None and (
            role.set == OPENER or (isinstance(role.set, Who) and _covers(role.set, rule, held))
        )
    if who.any is not None:
        return any(_covers(part, rule, held) for part in who.any)
    return bool(who.anyone) or who.post in held


def _held(viewer: Viewer, rulebook: Rulebook, unit: str) -> frozenset[str]:
    roster = roster_for(unit, at=viewer.at, posts=posts_of(rulebook), version=viewer.version)
    return frozenset(roster.posts_of.get(viewer.id, ()))


def _first(rulebook: Rulebook, case_type: str) -> StepRule:
    return next(iter(rulebook.case_types[case_type].steps.values()))


def _asked_first(rulebook: Rulebook, case_type: str) -> Iterator[tuple[PaperRule, tuple[str, ...]]]:
    rule, step = rulebook.case_types[case_type], _first(rulebook, case_type)
    intake = rulebook.papers.get(rule.intake or "")
    if intake is not None:
        yield intake, intake.cites
    for name in step.fill:
        yield rulebook.papers[name], step.cites


def _must_be_so(needs: Condition) -> Iterator[str]:
    """Paths that the condition wants to be true."""
    if needs.test is not None and needs.test.op == "equals" and str(needs.test.value).lower() == "true":
        yield needs.test.path
    for part in needs.all or ():
        yield from _must_be_so(part)


def _is_about(when: Condition, case_type: str) -> bool:
    if when.test is not None:
        return when.test.path == "case.type" and case_type in (when.test.value, *_listed(when.test.value))
    return any(_is_about(part, case_type) for part in when.all or ())


def _listed(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def _tells_who(name: str) -> bool:
    return name in ("name", "customer_name", "phone", "caller")


def field_view(rulebook: Rulebook, path: str, at: datetime, values: Mapping[str, object]) -> FieldView:
    """One field of a later form, to be shown at intake."""
    paper, _, name = path.partition(".")
    form = view(rulebook.papers[paper], Known(rulebook, dict(values), at))  # type: ignore[arg-type]  # as typed
    return next(field for field in form.fields if field.name == name)
