"""Forms of the rulebook: which fields show, which must be filled, and what was typed as facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.cases.fields import Asked, Wrong, read_field
from shouwen.cases.masking import covered, is_covered, whole
from shouwen.cases.rows import FieldView, PaperForm
from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Ground, judge
from shouwen.engine.facts import Facts, Value
from shouwen.people.company import is_at_work
from shouwen.people.organisation import Version
from shouwen.people.queries import all_units, copy_of
from shouwen.rulebook.model import Condition, FieldRule, PaperRule, Rulebook

SEALED = "sealed:"


class Invalid(ValueError):
    """A form cannot be accepted as it is; one Chinese sentence for each field, keyed `paper.field`."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a form gives: facts by `paper.field`, those that must be sealed first, and what is wrong."""

    values: Mapping[str, Value]
    sealed: frozenset[str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known while a form is filled: the rulebook, the facts so far, the instant, and the organisation, if at hand."""

    rulebook: Rulebook
    facts: Facts
    at: datetime
    version: Version | None = None

    def holds(self, condition: Condition | None, typed: Facts) -> bool:
        """A field whose condition is not known to hold is neither shown nor required."""
        if condition is None:
            return True
        calendars = Calendars(always_open("always", self.rulebook.header.zone))

        def lookup(path: str) -> Value:
            return typed[path] if path in typed else self.facts.get(path, self._reading(path))

        return judge(condition, Ground(lookup, self.at, calendars, {})).value is True

    def _reading(self, path: str) -> Value:
        """What holds for every case, because it says how the source is read."""
        rule = self.rulebook.facts.get(path)
        return rule.reading.value if rule is not None and rule.reading is not None else None


def clean(paper: PaperRule, raw: Mapping[str, Any], known: Known) -> Cleaned:
    """Reads every field that shows; one that does not show gives nothing, whatever was sent."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name, rule in paper.fields.items():
        path = f"{paper.name}.{name}"
        given = whole(rule, raw.get(name), _known(path, rule, known))
        _read(path, asked(name, rule, known.rulebook), given, values, errors)
    typed = with_aliases(paper, values)
    for name, rule in paper.fields.items():
        path = f"{paper.name}.{name}"
        if not known.holds(rule.shown, typed):
            values.pop(path, None)
            errors.pop(path, None)
        elif rule.kind is not None and not _all_of_kind(values.get(path), rule.kind, known.version):
            errors[path] = f"“{rule.title or name}”请选一个{known.rulebook.header.unit_kinds[rule.kind]}。"
        elif rule.type == "person" and not _all_at_work(values.get(path), known):
            errors[path] = f"“{rule.title or name}”请选在职的人员。"
        elif path not in {*values, *errors} and not _is_kept(path, rule, known) and is_required(rule, known, typed):
            errors[path] = f"“{rule.title or name}”必填，请填写。"
    sealed = frozenset(path for path in values if is_sealed(path, paper, known.rulebook))
    return Cleaned(values, sealed, errors)


def _all_of_kind(value: Value, kind: str, version: Version | None) -> bool:
    """Whether the units named are of the kind that the rulebook means; nothing named is for `required` to judge."""
    chosen = value if isinstance(value, list | tuple) else () if value is None else (value,)
    known = {str(place.id): place.kind for place in all_units(version=version)} if chosen else {}
    return all(known.get(str(unit)) == kind for unit in chosen)


def _all_at_work(value: Value, known: Known) -> bool:
    """Whether everybody named is there; nobody named is for `required` to judge."""
    chosen = value if isinstance(value, list | tuple) else () if value is None else (value,)
    copy = copy_of(known.version) if chosen else None
    return copy is None or all(is_at_work(copy, str(person), known.at) for person in chosen)


def _is_kept(path: str, rule: FieldRule, known: Known) -> bool:
    """A file that was sent before need not be sent again: a page cannot give it back."""
    return rule.type in ("file", "photo", "signature") and known.facts.get(path) is not None


def view(paper: PaperRule, known: Known) -> PaperForm:
    """The form as it stands before anybody types."""
    typed = dict(known.facts)
    fields = tuple(_field(paper, name, rule, known, typed) for name, rule in paper.fields.items())
    return PaperForm(paper.name, paper.title or paper.name, fields, paper.cites)


def asked(name: str, rule: FieldRule, rulebook: Rulebook) -> Asked:
    """The field with its choices, which may be the values of the fact it gives."""
    return Asked(rule, rule.title or name, choices_of(rule, rulebook), rulebook.header.zone)


def choices_of(rule: FieldRule, rulebook: Rulebook) -> Mapping[str, str]:
    """Values and their words."""
    fact = rulebook.facts.get(rule.fact) if rule.fact else None
    if rule.choices or fact is None:
        return rule.choices
    values = fact.scale or fact.one_of or ()
    return {value: fact.titles.get(value, value) for value in values}


def is_required(rule: FieldRule, known: Known, typed: Facts) -> bool:
    """Always, or under the condition the rulebook names."""
    return rule.required or (rule.required_when is not None and known.holds(rule.required_when, typed))


def with_aliases(paper: PaperRule, values: Facts) -> dict[str, Value]:
    """The same values under the names of the facts they give as well."""
    named = {
        rule.fact: values[path]
        for name, rule in paper.fields.items()
        if rule.fact and (path := f"{paper.name}.{name}") in values
    }
    return {**values, **named}


def _read(path: str, field: Asked, raw: object, values: dict[str, Value], errors: dict[str, str]) -> None:
    try:
        value = read_field(field, raw)
    except Wrong as wrong:
        errors[path] = str(wrong)
        return
    if value is not None:
        values[path] = value


def is_sealed(path: str, paper: PaperRule, rulebook: Rulebook) -> bool:
    rule = paper.fields[path.partition(".")[2]]
    fact = rulebook.facts.get(rule.fact) if rule.fact else None
    return rule.sealed or (fact is not None and fact.sealed)


def _field(paper: PaperRule, name: str, rule: FieldRule, known: Known, typed: Facts) -> FieldView:
    value = _as_filled_in(rule, _known(f"{paper.name}.{name}", rule, known), known.rulebook.header.zone)
    return FieldView(
        name=name,
        type=rule.type,
        title=rule.title or name,
        required=is_required(rule, known, typed),
        shown=known.holds(rule.shown, typed),
        choices=tuple(choices_of(rule, known.rulebook).items()),
        value=covered(rule, value),
        masked=is_covered(rule, value),
        hint=rule.hint,
        sealed=rule.sealed,
        most=rule.most,
        many=rule.many,
        kind=rule.kind or "",
        shown_when=within_forms(rule.shown, [paper]) if rule.shown else None,
        must_when=within_forms(rule.required_when, [paper]) if rule.required_when and not rule.required else None,
        columns=tuple(_column(each, inner) for each, inner in rule.columns.items()),
    )


def _known(path: str, rule: FieldRule, known: Known) -> Value:
    """What the field begins with; nothing of what is sealed, not even its handle."""
    if rule.sealed:
        return None
    names = (name for name in (path, rule.fact, rule.prefill) if name)
    value = next((found for name in names if (found := known.facts.get(name)) is not None), None)
    return None if isinstance(value, str) and value.startswith(SEALED) else value


def _as_filled_in(rule: FieldRule, value: Value, zone: str) -> Value:
    """An instant as the clock on the wall shows it in the rulebook's zone, which is how what is typed there is read."""
    if rule.type not in ("date", "datetime") or not isinstance(value, str):
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = at.astimezone(ZoneInfo(zone)) if at.tzinfo else at
    return f"{local:%Y-%m-%d}" if rule.type == "date" else f"{local:%Y-%m-%dT%H:%M}"


def within_forms(condition: Condition, papers: Iterable[PaperRule]) -> Condition | None:
    """The condition in names of the forms' own fields, so that a page can judge it while somebody types."""
    own: dict[str, str] = {}
    for paper in papers:
        own |= {f"{paper.name}.{name}": f"{paper.name}.{name}" for name in paper.fields}
        own |= {rule.fact: f"{paper.name}.{name}" for name, rule in paper.fields.items() if rule.fact}
    return _renamed(condition, own) if condition.paths() <= set(own) else None


def _renamed(condition: Condition, names: Mapping[str, str]) -> Condition:
    if condition.test is not None:
        test = condition.test.model_copy(update={"path": names[condition.test.path]})
        return condition.model_copy(update={"test": test})
    parts = {
        key: tuple(_renamed(part, names) for part in listed)
        for key in ("all", "any")
        if (listed := getattr(condition, key)) is not None
    }
    return condition.model_copy(update=parts | ({"no": _renamed(condition.no, names)} if condition.no else {}))


def _column(name: str, rule: FieldRule) -> FieldView:
    return FieldView(
        name=name,
        type=rule.type,
        title=rule.title or name,
        required=rule.required,
        shown=True,
        choices=tuple(rule.choices.items()),
        hint=rule.hint,
        many=rule.many,
        kind=rule.kind or "",
    )
