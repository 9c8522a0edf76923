"""Say for every id of a register what carries it, whether that runs, and what is missing."""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouwen.rulebook.coverage import (
    SORTS,
    Carried,
    Required,
    absent,
    by_capability,
    coverage,
    partly,
    rulebook_of,
    totals,
    unknown,
)
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook


@dataclass(frozen=True)
class Covered:
    """One rulebook against the register; `edition` is None if there is no such rulebook."""

    name: str
    edition: str | None
    rows: tuple[Carried, ...]
    unknown: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Clauses to be enforced or measured that only a text carries."""
        return tuple(row.id for row in self.rows if row.fault)

    @property
    def whole(self) -> bool:
        """Whether nothing is missing, unknown or only told."""
        return not (totals(self.rows)["missing"] or self.unknown or self.faults)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook coverage RULEBOOK --register FILE.csv`, or `--all` for every rulebook of the register."""
    parser.add_argument("path", type=Path, nargs="?", help="folder of an edition, or a single YAML file")
    parser.add_argument("--all", action="store_true", help="every rulebook that comes with the program, by capability")
    parser.add_argument(
        "--register", type=Path, required=True, help="CSV with a column `id`, perhaps `kind` and `capabilities`"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")
    parser.add_argument("--missing", action="store_true", help="list only what is missing")


def run(args: argparse.Namespace) -> int:
    """1 if a clause is missing, unknown or only told, 2 if rulebook or register cannot be read, 0 otherwise."""
    if (args.path is None) != args.all:
        print("shouwen: name the folder of one edition, or --all.", file=sys.stderr)
        return 2
    required = _required(args.register)
    if required is None:
        return 2
    covered = list(_all(required)) if args.all else _one(args, required)
    if covered is None:
        return 2
    if args.json:
        print(json.dumps(_json(covered), ensure_ascii=False, indent=2))
    elif args.all:
        _print_all(covered, args.lang)
    else:
        _print(covered[0], args.lang, only_missing=args.missing)
    return 0 if all(each.whole for each in covered) else 1


def _one(args: argparse.Namespace, required: list[Required]) -> list[Covered] | None:
    loaded = load(args.path)
    if loaded.rulebook is None:
        print(f"shouwen: {args.path} holds no rulebook; see `shouwen rulebook check {args.path}`.", file=sys.stderr)
        return None
    found = _covered(loaded.rulebook, required)
    if not found.rows:
        print(f"shouwen: {args.register} has no id of {loaded.rulebook.header.rulebook}.", file=sys.stderr)
        return None
    return [found]


def _all(required: list[Required]) -> Iterator[Covered]:
    """The rulebooks of the register in its order, each in the edition that came into force last."""
    books = [book for book in (load(path).rulebook for _, _, path in shipped()) if book is not None]
    books.sort(key=lambda book: book.header.edition.in_force)
    latest = {book.header.rulebook: book for book in books}
    for name in dict.fromkeys(rulebook_of(row.id) for row in required):
        own = [row for row in required if rulebook_of(row.id) == name]
        yield _covered(latest[name], own) if name in latest else Covered(name, None, absent(own))


def _covered(book: Rulebook, required: list[Required]) -> Covered:
    return Covered(book.header.rulebook, book.header.edition.id, coverage(book, required), unknown(book, required))


def _required(path: Path) -> list[Required] | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "id" not in (reader.fieldnames or ()):
                print(f"shouwen: {path} has no column 'id' in its first line.", file=sys.stderr)
                return None
            return [_row(row) for row in reader if (row["id"] or "").strip()]
    except (OSError, UnicodeDecodeError) as fault:
        print(f"shouwen: the register {path} cannot be read: {fault}", file=sys.stderr)
        return None


def _row(row: dict[str, Any]) -> Required:
    return Required(row["id"].strip(), frozenset(_words(row.get("kind"))), _words(row.get("capabilities")))


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _json(covered: list[Covered]) -> dict[str, Any]:
    rows = [row for each in covered for row in each.rows]
    return {
        "totals": {**totals(rows), "unknown": sum(len(each.unknown) for each in covered), "in_part": partly(rows)},
        "capabilities": by_capability(rows),
        "rulebooks": [
            {
                "rulebook": each.name,
                "edition": each.edition,
                "totals": {**totals(each.rows), "unknown": len(each.unknown), "in_part": partly(each.rows)},
                "capabilities": by_capability(each.rows),
                "faults": each.faults,
                "unknown": each.unknown,
                "ids": [_told(row) for row in each.rows],
            }
            for each in covered
        ],
    }


def _told(row: Carried) -> dict[str, Any]:
    """`running` are the parts that run altogether: where a clause is only defined, the others are why."""
    return {
        "id": row.id,
        "carried_by": row.sort,
        "in_part": row.in_part,
        "parts": row.parts,
        "running": row.running,
    }


def _print(each: Covered, lang: str, *, only_missing: bool) -> None:
    for row in each.rows:
        if row.sort == "missing" or not only_missing:
            print(f"{row.id:<20} {row.sort:<10} {', '.join(_marked(row))}")
    _faults(each, lang)
    counts = ", ".join(f"{number} {sort}" for sort, number in totals(each.rows).items())
    en = f"{len(each.rows)} ids: {counts}; {len(each.unknown)} unknown."
    print(f"共 {len(each.rows)} 条：{counts}；不认识的 {len(each.unknown)} 条。" if lang == "zh" else en)
    _print_partly(each.rows, lang)


def _marked(row: Carried) -> Iterator[str]:
    """Where something runs and something does not, which is which."""
    for part in row.parts:
        yield f"{part}{' (runs)' if row.in_part and part in row.running else ''}"


def _print_partly(rows: tuple[Carried, ...], lang: str) -> None:
    defined = totals(rows)["defined"]
    if defined:
        zh = f"defined 的 {defined} 条里有 {partly(rows)} 条部分运行：已有规则办理，另有职责、指标或其他部分尚未运行。"
        en = f"Of the {defined} defined {partly(rows)} run in part: something carries them out, but a duty, an indicator or another part of theirs waits."
        print(zh if lang == "zh" else en)


def _print_all(covered: list[Covered], lang: str) -> None:
    print(f"{'rulebook':<10} {'capability':<11}" + "".join(f"{sort:>10}" for sort in (*SORTS, "unknown")))
    for each in covered:
        for capability, counts in by_capability(each.rows).items():
            print(f"{each.name:<10} {capability:<11}" + "".join(f"{counts[sort]:>10}" for sort in SORTS))
        _sum(each.name, each.rows, len(each.unknown))
    rows = tuple(row for each in covered for row in each.rows)
    _sum("all", rows, sum(len(each.unknown) for each in covered))
    _print_partly(rows, lang)
    for each in covered:
        if each.edition is None:
            en = f"{each.name}: no such rulebook comes with the program."
            print(f"{each.name}：程序没有附带这部制度。" if lang == "zh" else en)
        _faults(each, lang)


def _sum(name: str, rows: tuple[Carried, ...], strange: int) -> None:
    counts = totals(rows)
    print(f"{name:<10} {'clauses':<11}" + "".join(f"{counts[sort]:>10}" for sort in SORTS) + f"{strange:>10}")


def _faults(each: Covered, lang: str) -> None:
    """What has to be mended, by name."""
    for clause in each.faults:
        en = f"fault: {clause} is to be enforced or measured, but only a text carries it; write a rule that cites it."
        print(f"缺规则：{clause} 须执行或计量，却只有条文承载；请写一条引用它的规则。" if lang == "zh" else en)
    for clause in each.unknown:
        en = f"unknown: {clause} stands in {each.name} but not in the register."
        print(f"不认识：{clause} 在 {each.name} 里有，在清单里没有。" if lang == "zh" else en)
