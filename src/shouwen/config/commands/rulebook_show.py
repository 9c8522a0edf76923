"""Show a rulebook as text: its tree of clauses, its rules, or one procedure."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from shouwen.rulebook.listing import everything, heading, part_lines, tree
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.walk import rule_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook show PATH [NAME…] [--tree] [--lang zh|en]`."""
    parser.add_argument("path", type=Path, help="folder of an edition, or a single YAML file")
    parser.add_argument("name", nargs="*", help="names of rules to show; without one, everything")
    parser.add_argument("--tree", action="store_true", help="only the tree of clauses")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the sentences (default: zh)")


def run(args: argparse.Namespace) -> int:
    """2 if there is nothing to show, 0 otherwise; parts that could not be read are counted on standard error."""
    loaded = load(args.path)
    if loaded.rulebook is None:
        print(f"shouwen: {args.path} holds no rulebook; see `shouwen rulebook check {args.path}`.", file=sys.stderr)
        return 2
    errors = sum(problem.level == "error" for problem in loaded.problems)
    if errors:
        print(f"shouwen: {errors} problems left parts out; see `shouwen rulebook check {args.path}`.", file=sys.stderr)
    missing = [name for name in args.name if name not in _names(loaded.rulebook)]
    if missing:
        print(f"shouwen: the rulebook has no rule {', '.join(missing)}.", file=sys.stderr)
        return 2
    for line in _lines(loaded.rulebook, args):
        print(line)
    return 0


def _names(rulebook: Rulebook) -> set[str]:
    parts = (*rulebook.rules, *rulebook.blocks)
    return {part.name for part in parts} | {rule_path(part) for part in parts}


def _lines(rulebook: Rulebook, args: argparse.Namespace) -> Iterator[str]:
    if args.name:
        for part in (*rulebook.rules, *rulebook.blocks):
            if part.name in args.name or rule_path(part) in args.name:
                yield from part_lines(part, rulebook, args.lang)
    elif args.tree:
        yield from heading(rulebook, args.lang)
        yield ""
        yield from tree(rulebook)
    else:
        yield from everything(rulebook, args.lang)
