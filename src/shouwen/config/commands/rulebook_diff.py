"""Compare two editions in plain sentences."""

import argparse
import json
import sys
from pathlib import Path

from shouwen.rulebook.comparing import differences
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook diff OLD NEW [--lang zh|en]`."""
    parser.add_argument("old", type=Path, help="the earlier edition")
    parser.add_argument("new", type=Path, help="the later edition")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the sentences (default: zh)")
    parser.add_argument("--json", action="store_true", help="print the sentences as a JSON list")


def run(args: argparse.Namespace) -> int:
    """0 whether or not there are differences, 2 if an edition cannot be read."""
    old, new = _rulebook(args.old), _rulebook(args.new)
    if old is None or new is None:
        return 2
    sentences = differences(old, new, args.lang)
    if args.json:
        print(json.dumps(sentences, ensure_ascii=False, indent=2))
        return 0
    for sentence in sentences:
        print(sentence)
    if not sentences:
        print("没有差异。" if args.lang == "zh" else "There is no difference.")
    return 0


def _rulebook(path: Path) -> Rulebook | None:
    loaded = load(path)
    errors = [problem for problem in loaded.problems if problem.level == "error"]
    if loaded.rulebook is None or errors:
        print(f"shouwen: {path} cannot be compared; see `shouwen rulebook check {path}`.", file=sys.stderr)
        return None
    return loaded.rulebook
