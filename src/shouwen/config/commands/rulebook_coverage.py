"""Say for every id of a register which rule carries it, and which are missing."""

import argparse
import csv
import json
import sys
from pathlib import Path

from shouwen.rulebook.coverage import Carried, coverage, totals
from shouwen.rulebook.load import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook coverage RULEBOOK --register FILE.csv`."""
    parser.add_argument("path", type=Path, help="folder of an edition, or a single YAML file")
    parser.add_argument("--register", type=Path, required=True, help="CSV with a column `id`, one requirement a row")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--missing", action="store_true", help="list only what is missing")


def run(args: argparse.Namespace) -> int:
    """1 if an id is missing, 2 if rulebook or register cannot be read, 0 otherwise."""
    loaded = load(args.path)
    if loaded.rulebook is None:
        print(f"shouwen: {args.path} holds no rulebook; see `shouwen rulebook check {args.path}`.", file=sys.stderr)
        return 2
    ids = _ids(args.register)
    if ids is None:
        return 2
    rows = coverage(loaded.rulebook, ids)
    if not rows:
        print(f"shouwen: {args.register} has no id of {loaded.rulebook.header.rulebook}.", file=sys.stderr)
        return 2
    _print(rows, args)
    return 1 if totals(rows)["missing"] else 0


def _ids(path: Path) -> list[str] | None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "id" not in (reader.fieldnames or ()):
                print(f"shouwen: {path} has no column 'id' in its first line.", file=sys.stderr)
                return None
            return [row["id"].strip() for row in reader if (row["id"] or "").strip()]
    except (OSError, UnicodeDecodeError) as fault:
        print(f"shouwen: the register {path} cannot be read: {fault}", file=sys.stderr)
        return None


def _print(rows: tuple[Carried, ...], args: argparse.Namespace) -> None:
    counts = totals(rows)
    if args.json:
        listed = [{"id": row.id, "carried_by": row.sort, "parts": row.parts} for row in rows]
        print(json.dumps({"totals": counts, "ids": listed}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        if row.sort == "missing" or not args.missing:
            print(f"{row.id:<20} {row.sort:<10} {', '.join(row.parts)}")
    print(f"{len(rows)} ids: " + ", ".join(f"{number} {sort}" for sort, number in counts.items()) + ".")
