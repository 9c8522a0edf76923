"""One decision in the making: the draft, the effects so far, what happened, and what was read on the way."""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime

from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Answer, Ground, judge
from shouwen.engine.decision import Decision, Explanation
from shouwen.engine.draft import Draft
from shouwen.engine.effects import AnyEffect, RaiseAlarm, RecordFinding, Refuse, SetFact
from shouwen.engine.events import AnyEvent, CaseOpened
from shouwen.engine.facts import Assignee, Facts, Value
from shouwen.engine.fold_effects import apply_effect
from shouwen.engine.lookup import find
from shouwen.engine.plan import Compiled, Flow
from shouwen.engine.quick import changed
from shouwen.engine.state import State, Subject
from shouwen.engine.who import Resolved, Searcher
from shouwen.rulebook.model import Condition, Who


class RefusedError(Exception):
    """The event does not pass; what is left of it are its refusals, findings and questions."""

    def __init__(self, *effects: AnyEffect) -> None:
        super().__init__(effects)
        self.effects = effects


TEXT = "text."
NOTHING_SAID: Mapping[str, Value] = {}


class Work:
    """Everything one decision writes to; the draft changes only through `emit` and the event itself."""

    def __init__(self, subject: Subject, event: AnyEvent, compiled: Compiled, calendars: Calendars) -> None:
        self.subject = subject
        self.event = event
        self.at: datetime = event.at
        self.instant: datetime = event.at
        """As of when what follows now follows: the limit's own instant for a warning or a miss, else the event's."""
        self.compiled = compiled
        self.calendars = calendars
        around = subject.around.facts
        self.around = {**around, **compiled.readings} if compiled.readings else around
        self.draft = Draft(subject.state)
        self.effects: list[AnyEffect] = []
        self.queue: deque[tuple[str, datetime]] = deque()
        self.rules: dict[str, None] = {}
        self.clauses: dict[str, None] = {}
        self.read: dict[str, Value] = {}
        self.ground = Ground(self.lookup, event.at, calendars, compiled.scales)
        case_type = event.case_type if isinstance(event, CaseOpened) else subject.state.case_type
        self.flow: Flow = compiled.flows[case_type]
        self.awaited = self.flow.awaited
        self._searcher = Searcher(compiled.rulebook, subject.around.roster, self.draft, self.lookup)

    @property
    def reason(self) -> str:
        """Why the person did it, if he said so."""
        return str(getattr(self.event, "reason", "")).strip()

    def lookup(self, path: str) -> Value:
        """A fact as it stands now; what was read is remembered for the explanation."""
        if path[:5] == TEXT and path in (said := getattr(self.event, "facts", NOTHING_SAID)):
            # What is told of a text holds for that text, not for the case.
            value = self.read[path] = said[path]
            return value
        value = self.read[path] = find(path, self.draft, self.around, self.subject.parent)
        return value

    def judge(self, condition: Condition | None) -> Answer:
        return judge(condition, self.ground)

    def emit(self, effect: AnyEffect) -> None:
        """Decide one effect: fold it in, and note what happened by it."""
        self.effects.append(effect)
        for clause in effect.cites:
            self.clauses[clause] = None
        names = apply_effect(self.draft, effect, self.event)
        if names:
            self.note(names)

    def note(self, names: Iterable[str]) -> None:
        """Happenings are followed up if any rule waits for them."""
        awaited = self.awaited
        for name in names:
            if name in awaited:
                self.queue.append((name, self.instant))

    def searcher(self, member: str | None = None) -> Searcher:
        return self._searcher if member is None else changed(self._searcher, member=member)

    def find(self, who: Who, *, barred: frozenset[str] = frozenset(), member: str | None = None) -> Resolved:
        """The seats a rule means; says so where a post is held by nobody."""
        return self.searcher(member).find(who, barred)

    def seats(self, whos: Iterable[Who], member: str | None = None) -> tuple[Assignee, ...]:
        """The seats of several, each once."""
        found = [seat for who in whos for seat in self.find(who, member=member).seats]
        return tuple(dict.fromkeys(found))

    def raise_alarms(self, resolved: Resolved, task: str | None) -> None:
        for alarm in resolved.alarms:
            self.emit(RaiseAlarm(post=alarm.post, to=alarm.to, task=task, unit=alarm.unit))

    def apply_rule(self, rule: str, cites: tuple[str, ...] = ()) -> None:
        """Note for the explanation that a rule was applied."""
        self.rules[rule] = None
        for clause in cites:
            self.clauses[clause] = None

    def finding(self, effect: RecordFinding) -> None:
        """Record how a rule fared, unless it is recorded so already."""
        known = self.draft.findings.get(f"{effect.rule}|{effect.key}")
        if known != f"{effect.result}:{effect.late_seconds}":
            self.emit(effect)
        self.apply_rule(effect.rule, effect.cites)

    def give_declared(self, facts: Facts) -> None:
        """Fields that give a declared fact give it now; of a sealed value only the handle travels."""
        aliases, sealed = self.compiled.aliases, self.compiled.sealed
        for path, value in facts.items():
            fact = aliases.get(path)
            if fact is not None and fact != path:
                hidden = path in sealed or fact in sealed
                self.emit(SetFact(fact=fact, value=f"sealed:{path}" if hidden else value))

    def is_sealed(self, path: str) -> bool:
        """Whether the value must not be seen: here, at the case that opened this one, or as judged on some step."""
        sealed = self.compiled.sealed
        if path in sealed:
            return True
        elsewhere = "@" in path or path[:7] == "parent."
        return elsewhere and path.removeprefix("parent.").partition("@")[0] in sealed

    def owner(self) -> tuple[Assignee, ...]:
        """The first-contact owner: the role that says so, the opener otherwise."""
        return owner_of(self.draft.roles, self.draft.opener)

    def decision(self, next_wake: datetime | None) -> Decision:
        """The end of the work, which is not used after it."""
        made = Decision(tuple(self.effects), self.explanation(), self.draft.freeze(), next_wake)
        # Both lead back here through `lookup`; without them the memory is free at once and not some time later.
        del self.ground, self._searcher
        return made

    def explanation(self) -> Explanation:
        """Rules, clauses and facts of this decision; sealed values as handles."""
        facts = self.read.copy()
        for path in facts:
            if self.is_sealed(path):
                facts[path] = f"sealed:{path}"
        return Explanation(tuple(self.rules), tuple(self.clauses), facts)

    def refused(self, effects: tuple[AnyEffect, ...], after: State, next_wake: datetime | None) -> Decision:
        rules = tuple(effect.rule for effect in effects if isinstance(effect, Refuse))
        for effect in effects:
            self.apply_rule(rules[0] if rules else "", effect.cites)
        return Decision(effects, self.explanation(), after, next_wake)


def owner_of(roles: Mapping[str, Assignee], opener: str | None) -> tuple[Assignee, ...]:
    """Who answers for a case of which these roles are known."""
    for role in ("first_contact", "tracker"):
        if role in roles:
            return (roles[role],)
    return (Assignee(person=opener),) if opener else ()
