"""Takes an edition of a rulebook into use, after every check; without a name, lists what there is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shouwen.authoring.noted import note_edition
from shouwen.base import clock
from shouwen.config.commands.rulebook_check import found
from shouwen.people.queries import unit_by_code, unit_names
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.shipped import shipped


class Command(BaseCommand):
    """Installs a rulebook that came with the program by its name, or any other by its folder."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rulebook", nargs="?", help="such as DECOR/2005-08, or the folder of an edition")
        parser.add_argument(
            "--unit",
            action="append",
            default=[],
            metavar="CODE",
            help="code of a unit it holds in; without, everywhere",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["rulebook"]:
            self.stdout.write("\n".join(_listing()))
            return
        path = _folder(options["rulebook"])
        rulebook = self._checked(path)
        units = tuple(_unit(code) for code in options["unit"])
        if _is_so(rulebook.key, path, units, asked=bool(options["unit"])):
            self.stdout.write(f"{rulebook.key} is installed already, as it is written now; nothing was changed.")
            return
        at = clock.now()
        rulebooks.install(path=path, units=units or _units_before(rulebook.key), by=None, at=at)
        note_edition("published", rulebook.key, by=None, at=at, detail=str(path))
        self.stdout.write("\n".join(_told(rulebook)))

    def _checked(self, path: Path) -> Rulebook:
        """Everything that stands against it, at once; warnings are told and do not stop it."""
        problems = found(path)
        errors = [problem for problem in problems if problem.level == "error"]
        if errors:
            lines = [f"  {each.place or each.where}: {each.message_en}" for each in errors]
            said = "\n".join(lines)
            raise CommandError(f"{path} has {len(errors)} errors and was not installed:\n{said}")
        warnings = sum(problem.level == "warning" for problem in problems)
        if warnings:
            self.stderr.write(f"{warnings} warnings; './run shouwen rulebook check {path}' tells them.")
        rulebook = load(path).rulebook
        if rulebook is None:
            raise CommandError(f"{path} holds no rulebook: name the folder of an edition.")
        return rulebook


def _listing() -> list[str]:
    there = set(rulebooks.installed())
    lines = [f"{name}  {'installed' if name in there else 'not installed'}" for name in shipped()]
    others = [f"{name}  installed" for name in sorted(there - set(shipped()))]
    return [*lines, *others, "Install one with: ./run manage install_rulebook NAME"]


def _folder(asked: str) -> Path:
    found = shipped().get(asked.upper())
    if found is not None:
        return found.folder
    path = Path(asked)
    if not path.exists():
        names = ", ".join(shipped())
        raise CommandError(f"'{asked}' is neither a folder nor a rulebook that came with the program ({names}).")
    return path.resolve()


def _unit(code: str) -> str:
    place = unit_by_code(code)
    if place is None:
        raise CommandError(f"There is no unit with the code '{code}'.")
    return str(place.id)


def _units_before(key: str) -> tuple[str, ...]:
    """Where it holds already; said again without a unit, that stays."""
    return tuple(sorted(rulebooks.edition(key).units)) if key in rulebooks.installed() else ()


def _is_so(key: str, path: Path, units: tuple[str, ...], *, asked: bool) -> bool:
    if key not in rulebooks.installed():
        return False
    edition = rulebooks.edition(key)
    same = edition.content_hash == rulebooks.content_hash(path)
    return same and (not asked or edition.units == frozenset(units))


def _told(rulebook: Rulebook) -> list[str]:
    units = rulebooks.edition(rulebook.key).units
    names = unit_names()
    where = f"in {', '.join(sorted(names.get(unit, unit) for unit in units))}" if units else "in every unit"
    header = rulebook.header
    sizes = {
        "clauses": rulebook.clauses,
        "posts": rulebook.posts,
        "papers": rulebook.papers,
        "procedures": rulebook.procedures,
    }
    return [
        f"Installed {rulebook.key} 《{header.title}》, in force from {header.edition.in_force} {where}.",
        ", ".join(f"{len(found)} {name}" for name, found in sizes.items()) + ":",
        "  " + ", ".join(f"{rule.title or name} ({name})" for name, rule in rulebook.procedures.items()),
    ]
