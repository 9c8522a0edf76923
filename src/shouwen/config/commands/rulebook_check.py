"""Check a rulebook: every problem with its file, line, and what to do."""

import argparse
import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar

from shouwen.config.organisation.scopes import scope_problems
from shouwen.engine.calendars import calendars_of
from shouwen.engine.worktime import add
from shouwen.rulebook.check import check
from shouwen.rulebook.check.limits import Reach
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Header, Problem
from shouwen.rulebook.span import Span

FIRST, LAST, WEEKEND = date(2024, 1, 1), date(2026, 12, 31), 5  # years whose days off are published
_LEVELS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook check PATH [--organisation FILE] [--json]`."""
    parser.add_argument("path", type=Path, help="folder of an edition, or a single YAML file")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")
    parser.add_argument("--organisation", type=Path, help="a company's file, whose scopes are checked as well")
    parser.add_argument("--quiet", action="store_true", help="leave out the notes")


def run(args: argparse.Namespace) -> int:
    """1 if there is an error, 2 if there is nothing to check, 0 otherwise."""
    for path in (args.path, args.organisation):
        if path is not None and not path.exists():
            print(f"shouwen: {path} does not exist; name the folder of an edition or a YAML file.", file=sys.stderr)
            return 2
    editions = _editions_in(args.path)
    if editions:
        named = ", ".join(str(folder) for folder in editions)
        print(f"shouwen: {args.path} holds editions and is none itself; name the edition: {named}", file=sys.stderr)
        return 2
    problems = found(args.path, args.organisation)
    if args.json:
        print(json.dumps([_row(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        _print(problems, args.lang, quiet=args.quiet)
    return 1 if any(problem.level == "error" for problem in problems) else 0


def _editions_in(path: Path) -> list[Path]:
    """The folders right under this one that have a header of their own, where this one has none."""
    if not path.is_dir() or _has_header(path):
        return []
    return [folder for folder in sorted(path.iterdir()) if folder.is_dir() and _has_header(folder)]


def _has_header(folder: Path) -> bool:
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in sorted(folder.glob("*.y*ml")))
    return any(line.startswith("rulebook:") for text in texts for line in text.splitlines())


def found(path: Path, organisation: Path | None = None) -> list[Problem]:
    """What loading and checking say, errors first, then by place."""
    loaded = load(path)
    problems = list(loaded.problems)
    if loaded.rulebook is not None:
        problems += check(loaded.rulebook, loaded.places, reach=published(loaded.rulebook.header))
        problems += scope_problems(organisation, loaded.rulebook) if organisation is not None else []
    order = list(_LEVELS)
    return sorted(problems, key=lambda p: (order.index(p.level), *_place(p), p.code, p.where))


def published(header: Header) -> Reach:
    """Limits counted on the rulebook's calendars, with China's published days off and make-up days where they know them."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    off = [day for day in days if chinese_calendar.is_holiday(day) and day.weekday() < WEEKEND]
    work = [day for day in days if chinese_calendar.is_workday(day) and day.weekday() >= WEEKEND]
    calendars = calendars_of(header, off=off, work=work)

    def reach(start: datetime, span: Span, calendar: str | None) -> datetime:
        due = add(start, span, calendars.get(calendar), roll=header.edition.roll == "next_working_day").at
        if due is None:
            raise ValueError(f"{span} from {start} has no end although nothing pauses it")
        return due

    return reach


def _place(problem: Problem) -> tuple[str, int]:
    return (problem.place.file, problem.place.line) if problem.place else ("", 0)


def _row(problem: Problem) -> dict[str, object]:
    file, line = _place(problem)
    return {
        "level": problem.level,
        "code": problem.code,
        "where": problem.where,
        "file": file,
        "line": line,
        "message": problem.message,
        "message_en": problem.message_en,
    }


def _print(problems: list[Problem], lang: str, *, quiet: bool) -> None:
    counts = Counter(str(problem.level) for problem in problems)
    for level, title in _LEVELS.items():
        if not counts[level] or (quiet and level == "note"):
            continue
        print(f"{title} ({counts[level]})")
        for problem in problems:
            if problem.level == level:
                file, line = _place(problem)
                print(f"  {file}:{line}  {problem.code}  {problem.where}")
                print(f"      {problem.message if lang == 'zh' else problem.message_en}")
        print()
    print(f"{counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes.")
