"""Which fields a form shows from the start; the others are offered below them and come when they are wanted."""

from collections.abc import Mapping

from shouwen.rulebook.form.spec import FieldSpec, Record, fields_of

_FIRST: Mapping[str, tuple[str, ...]] = {
    "PostRule": ("title", "unit", "count", "superior", "cites"),
    "FactRule": ("title", "about", "cites"),
    "PaperRule": ("title", "sort", "fields", "cites"),
    "ProcedureRule": ("title", "number", "intake", "opens", "due", "cites"),
    "TableRule": ("title", "in", "hit", "rows", "cites"),
    "DutyRule": ("title", "by", "per", "due", "cites"),
    "GateRule": ("title", "act", "when", "needs", "say", "cites"),
    "ReactionRule": ("title", "upon", "when", "do", "cites"),
    "InnerReaction": ("title", "upon", "when", "do", "goto", "cites"),
    "StepRule": ("title", "by", "fill", "due", "out", "cites"),
    "Due": ("title", "from", "within", "on_miss", "cites"),
    "Exit": ("then", "title"),
    "FieldRule": ("type", "title", "required"),
    "Row": ("title", "when", "then", "cites"),
    "Rounds": ("most", "then"),
    "Role": ("title", "set"),
    "PaperNeed": ("paper", "when"),
    "Opens": ("by", "via"),
    "Send": ("to", "via"),
    "Of": ("of", "where", "last"),
    "Need": ("of",),
    "Condition": ("tests",),
    "Test": ("path", "op", "value"),
    "DueDay": (),
    "TaskDue": ("from", "within"),
    "Copy": ("to", "original"),
    "Close": ("papers", "waits"),
    "Header": ("words", "calendars", "unit_kinds", "parties", "warn", "long_rest"),
    "Vague": ("title", "value"),
    "CalendarRule": ("title", "days", "hours"),
    "Article": ("sort", "text"),
    "Checklist": ("sort", "items", "pass"),
    "Wording": ("sort", "phrases", "instead"),
    "Survey": ("questionnaire", "sample", "issued", "returned"),
    "Plan": ("sort", "by", "items"),
    "Exam": ("for", "parts", "pass", "resits"),
    "Fee": ("sort", "amount", "payer", "receipt"),
}
_HEAD = ("title", "cites")


def primary(record: Record) -> frozenset[str]:
    """The keys shown although nothing stands in them."""
    required = {each.key for each in fields_of(record) if each.required}
    known = {each.key for each in fields_of(record)}
    return frozenset((required | set(_FIRST.get(record.name, _HEAD))) & known)


def ordered(record: Record) -> tuple[FieldSpec, ...]:
    """The fields in the order of a form: those shown from the start first, clauses last."""
    first = _FIRST.get(record.name, ("title",))
    rank = {key: n for n, key in enumerate(first)}
    return tuple(sorted(fields_of(record), key=lambda each: (each.key == "cites", rank.get(each.key, len(rank)))))
