"""What must be there before history can come in: the national calendar, a unit, and a rulebook that knows the cases."""

from datetime import datetime
from pathlib import Path

from shouwen.people import actions as people_actions
from shouwen.people.queries import all_units, unit_by_code
from shouwen.runtime import rulebooks

SHIPPED = Path(__file__).parents[1] / "rulebooks" / "messages"
"""The rulebook that comes with the program for messages and replies."""
OWN_UNIT = ("messages", "留言办理单位", "office")


class CannotPrepare(ValueError):
    """Something must be settled by a person first; the sentence says what."""


def find_unit(code: str) -> str | None:
    """The unit by its code; without one the only top unit, or None where there is no unit at all."""
    if code:
        found = unit_by_code(code)
        if found is None:
            known = ", ".join(place.code for place in all_units()) or "none"
            raise CannotPrepare(f"There is no unit with the code '{code}': the codes here are {known}.")
        return str(found.id)
    tops = [place for place in all_units() if place.parent is None and place.is_active]
    if len(tops) > 1:
        raise CannotPrepare(f"Say with --unit where the cases belong: {', '.join(place.code for place in tops)}.")
    return str(tops[0].id) if tops else None


def is_known(case_type: str) -> bool:
    """Whether any rulebook installed here knows such cases."""
    return any(case_type in rulebooks.rulebook(key).procedures for key in rulebooks.installed())


def shipped(case_type: str) -> Path | None:
    """The newest shipped edition, if it is the one that knows such cases."""
    edition = max(path for path in SHIPPED.iterdir() if (path / "header.yaml").exists())
    return edition if case_type == SHIPPED.name.rstrip("s") else None


def prepare(*, case_type: str, unit: str | None, at: datetime) -> tuple[str, list[str]]:
    """Settles what lacks; gives the unit and what was done, in words."""
    told = []
    if people_actions.seed_years(at=at):
        told.append("The national calendar was loaded.")
    if unit is None:
        code, name, kind = OWN_UNIT
        unit = str(people_actions.found_unit(name=name, code=code, kind=kind, by=None, at=at).pk)
        told.append(f"The unit '{name}' ({code}) was founded.")
    if not is_known(case_type):
        path = shipped(case_type)
        if path is None:
            raise CannotPrepare(
                f"No rulebook here knows cases of type '{case_type}': publish one with 'shouwen rulebook publish'."
            )
        told.append(f"The rulebook {rulebooks.install(path=path, by=None, at=at)} was taken into use.")
    return unit, told
