"""What a trial is given: the forms of the case type with their own fields, and the facts that no form of it gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwen.cases.forms import Known, clean, view
from shouwen.cases.rows import FieldView, PaperForm
from shouwen.engine.facts import Value
from shouwen.rulebook import words
from shouwen.rulebook.model import PaperRule, ProcedureRule, Rulebook, Test
from shouwen.rulebook.vocabulary import VALUES
from shouwen.rulebook.walk import walk
from shouwen.rulebook.words.tongue import Lang

OTHER = "fact:"
# What a browser would send as a file: in a trial a name is enough.
_FILES = frozenset({"file", "photo", "signature"})
_PLAIN = {"customer": "text", "object": "text"}
MOST_OTHERS = 12


@dataclass(frozen=True, slots=True)
class Other:
    """A fact that the procedure looks at although none of its forms gives it."""

    name: str
    title: str
    value: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Facts that the address gives, read as the forms read them, and what cannot be read."""

    facts: Mapping[str, Value]
    errors: Mapping[str, str]


def form_of(book: Rulebook, paper: str, asked: QueryDict, at: datetime) -> PaperForm | None:
    """The paper's form with what was given so far."""
    rule = book.papers.get(paper)
    if rule is None:
        return None
    form = view(rule, Known(book, {}, at))
    typed = _typed(asked).get(paper, {})
    return replace(form, fields=tuple(_field(one, typed.get(one.name)) for one in form.fields))


def _field(one: FieldView, value: Any) -> FieldView:
    kind = "text" if one.type in _FILES else _PLAIN.get(one.type, one.type)
    hint = _("试算时写个名称即可") if one.type in _FILES else one.hint
    if kind == "several" and not isinstance(value, list):
        value = [value] if value else []
    return replace(one, type=kind, hint=hint, value=value, required=False if one.type in _FILES else one.required)


def given(book: Rulebook, asked: QueryDict, at: datetime) -> Given:
    """What is typed into the forms, and other facts by their choices."""
    facts: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for paper, typed in _typed(asked).items():
        rule = book.papers.get(paper)
        if rule is None:
            continue
        files = {name for name, field in rule.fields.items() if field.type in _FILES}
        facts |= {f"{paper}.{name}": str(typed[name]) for name in files if typed.get(name)}
        read = clean(_without(rule, files), typed, Known(book, facts, at))
        facts |= read.values
        # In a trial nothing has to be filled in; what is filled in has to be readable.
        errors |= {path: said for path, said in read.errors.items() if typed.get(path.partition(".")[2])}
    for name in asked:
        if name.startswith(OTHER) and (value := asked.get(name, "").strip()):
            facts[name.removeprefix(OTHER)] = {"true": True, "false": False}.get(value, value)
    return Given(facts, errors)


def _without(rule: PaperRule, files: set[str]) -> PaperRule:
    return rule.model_copy(update={"fields": {name: one for name, one in rule.fields.items() if name not in files}})


def others(book: Rulebook, procedure: ProcedureRule, asked: QueryDict, lang: Lang) -> tuple[Other, ...]:
    """Customers' grades, values of registers, what other modules know: whatever conditions of the procedure read."""
    found = []
    for path in dict.fromkeys(_read(book, procedure)):
        fact = book.facts.get(path)
        values = (fact.scale or fact.one_of if fact else None) or VALUES.get(path, ())
        if fact is not None and fact.type == "yes_no":
            values = ("true", "false")
        choices = tuple((value, words.value(path, value, book, lang)) for value in values)
        found.append(Other(f"{OTHER}{path}", words.fact(path, book, lang), asked.get(f"{OTHER}{path}", ""), choices))
    return tuple(found[:MOST_OTHERS])


def _read(book: Rulebook, procedure: ProcedureRule) -> Iterator[str]:
    papers = {procedure.intake or "", *(paper for step in procedure.steps.values() for paper in step.fill)}
    forms = [book.papers[paper] for paper in papers if paper in book.papers]
    known = {field.fact for form in forms for field in form.fields.values() if field.fact}
    known |= {step.judge for step in procedure.steps.values() if step.judge}
    heads = {*papers, *procedure.steps, *procedure.due, "case", "step", "role", "parent", "group"}
    tables = [table for step in procedure.steps.values() if (table := book.tables.get(step.table or ""))]
    read = [part.path for _path, part in walk(procedure, procedure.name) if isinstance(part, Test)]
    for path in (*read, *(path for table in tables for path in table.in_)):
        fact = book.facts.get(path)
        derived = fact is not None and any((fact.count, fact.sum, fact.share, fact.mean))
        if path.partition(".")[0] not in heads and path not in known and "@" not in path and not derived:
            yield path


def _typed(asked: QueryDict) -> dict[str, dict[str, Any]]:
    """`paper.field` names as papers with their fields; rows of tables are gathered."""
    papers: dict[str, dict[str, Any]] = {}
    for name in asked:
        paper, dot, rest = name.partition(".")
        if not dot or name.startswith(OTHER):
            continue
        values, fields = asked.getlist(name), papers.setdefault(paper, {})
        field, _dot, cell = rest.partition(".")
        if cell:
            row, _dot, column = cell.partition(".")
            rows = fields.setdefault(field, {})
            rows.setdefault(int(row) if row.isdecimal() else 0, {})[column] = values[-1]
        else:
            fields[field] = values if len(values) > 1 else values[0]
    return {paper: {name: _rows(value) for name, value in fields.items()} for paper, fields in papers.items()}


def _rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return [row for _number, row in sorted(value.items()) if any(row.values())]
