"""What a rulebook leaves open, settled by somebody for this installation: when, why, and what it stood at before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwen.rulebook.check import check
from shouwen.rulebook.figures import ASKED, Sort, fits, sort_of
from shouwen.rulebook.load.parameters import Parameter, with_parameters
from shouwen.rulebook.model import Problem, Rulebook
from shouwen.rulebook.naming.called import code
from shouwen.runtime import rulebooks
from shouwen.runtime.models import ConfirmedFigure, InstalledRulebook


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One time that somebody settled a figure."""

    value: str | None
    before: str | None
    reason: str
    user: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """What the text leaves open, its sort, what holds now, and who settled it last."""

    parameter: Parameter
    sort: Sort
    value: str | None
    confirmed: bool
    last: Confirmation | None


class CannotConfirm(ValueError):
    """The value cannot stand there; said in both languages of the pages."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message = message
        self.message_en = message_en


def open_figures(key: str) -> tuple[OpenFigure, ...]:
    """Everything an edition leaves open, in its own order."""
    edition = rulebooks.edition(key)
    said = latest(key)
    return tuple(
        OpenFigure(
            parameter=figure,
            sort=sort_of(figure, edition.rulebook),
            value=edition.confirmed.get(figure.key, figure.value) if figure.figure else None,
            confirmed=figure.key in edition.confirmed,
            last=said.get(figure.key),
        )
        for figure in edition.open_figures
    )


def latest(key: str) -> Mapping[str, Confirmation]:
    """By figure, the last time it was settled."""
    rows = ConfirmedFigure.objects.filter(edition=key).order_by("parameter", "-id").distinct("parameter")
    return {row.parameter: Confirmation(row.value, row.before, row.reason, row.by_id, row.at) for row in rows}


@transaction.atomic
def confirm(*, edition: str, parameter: str, value: str, reason: str, by: int | None, at: datetime) -> None:
    """Holds for what is decided from now on; limits that run keep their instant until they are worked out anew."""
    row = InstalledRulebook.objects.select_for_update().get(key=edition)
    written = rulebooks.written(row).rulebook
    figure = next((each for each in rulebooks.edition(edition).open_figures if each.key == parameter), None)
    if written is None or figure is None:
        raise CannotConfirm("制度里没有这一项待确认的内容。", "The rulebook leaves no such figure open.")
    given = value.strip() if figure.figure else ""
    if not reason.strip():
        raise CannotConfirm("请写明依据或理由。", "Say why, or on what decision.")
    _check(figure, given, written)
    before = row.parameters.get(parameter, figure.value)
    row.parameters = {**row.parameters, parameter: given}
    _check_whole(written, row.parameters, parameter)
    row.version += 1
    row.save(update_fields=["parameters", "version"])
    ConfirmedFigure.objects.create(
        edition=edition, parameter=parameter, before=before if figure.figure else None,
        value=given if figure.figure else None, reason=reason.strip()[:500], by_id=by, at=at,
    )  # fmt: skip
    transaction.on_commit(rulebooks.forget)
    rulebooks.forget()


@transaction.atomic
def carry_over(*, before: str, after: str, by: int | None, at: datetime) -> int:
    """Figures that were settled in one edition hold in another whose text asks the same of them; gives how many."""
    old, new = rulebooks.edition(before), rulebooks.edition(after)
    asked = {figure.key: figure for figure in old.open_figures if figure.key in old.confirmed}
    row = InstalledRulebook.objects.select_for_update().get(key=after)
    same = [each for each in new.open_figures if each.key in asked and _asks_the_same(each, asked[each.key])]
    written = rulebooks.written(row).rulebook
    chosen = {each.key: old.confirmed[each.key] for each in same if each.key not in row.parameters}
    if written is None or not chosen:
        return 0
    refused = {problem.where for problem in with_parameters(written, chosen)[1]}
    chosen = {key: value for key, value in chosen.items() if key not in refused}
    said = latest(before)
    row.parameters = {**row.parameters, **chosen}
    row.version += 1
    row.save(update_fields=["parameters", "version"])
    ConfirmedFigure.objects.bulk_create(
        ConfirmedFigure(
            edition=after, parameter=each.key, before=each.value if each.figure else None,
            value=chosen[each.key] if each.figure else None, by_id=by, at=at,
            reason=f"沿用 {before}：{said[each.key].reason if each.key in said else ''}"[:500],
        )
        for each in same if each.key in chosen
    )  # fmt: skip
    transaction.on_commit(rulebooks.forget)
    rulebooks.forget()
    return len(chosen)


def _asks_the_same(one: Parameter, other: Parameter) -> bool:
    """Whether nothing was rewritten that the figure was settled for."""
    return (one.value, one.confirm, one.cites, one.figure) == (other.value, other.confirm, other.cites, other.figure)


def _check(figure: Parameter, value: str, written: Rulebook) -> None:
    if not fits(figure, value, written):
        asked, asked_en = ASKED[sort_of(figure, written)]
        raise CannotConfirm(f"{code(value)}不能用在这里。{asked}", f"'{value}' cannot stand here. {asked_en}")


def _check_whole(written: Rulebook, chosen: Mapping[str, str], parameter: str) -> None:
    """What the loader and the checker would refuse in a file, they refuse here."""
    settled, problems = with_parameters(written, chosen)
    others, _ = with_parameters(written, {key: value for key, value in chosen.items() if key != parameter})
    before = {(each.code, each.where) for each in check(others, {})}
    faults = (each for each in check(settled, {}) if each.level == "error" and (each.code, each.where) not in before)
    found: Problem | None = next((each for each in problems if each.where == parameter), next(faults, None))
    if found is not None:
        raise CannotConfirm(found.message, found.message_en)
