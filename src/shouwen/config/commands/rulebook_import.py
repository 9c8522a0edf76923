"""Take a folder, an archive or one YAML file in as a draft, every file to the byte."""

import argparse
import sys
from pathlib import Path

from shouwen.authoring import actions, queries
from shouwen.authoring.bringing import CannotBring, files_of, files_of_folder
from shouwen.base.clock import now


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook import PATH [--name NAME]`."""
    parser.add_argument("path", type=Path, help="the folder of an edition, its archive, or a single YAML file")
    parser.add_argument("--name", default="", help="what the draft is called (default: as the folder or file)")


def run(args: argparse.Namespace) -> int:
    """0 when the draft is there, whatever the checker says of it; 2 if the path gives none."""
    path: Path = args.path
    try:
        files = files_of_folder(path) if path.is_dir() else files_of(path.read_bytes(), path.name)
    except (OSError, CannotBring) as wrong:
        print(f"shouwen: {wrong}", file=sys.stderr)
        return 2
    draft = actions.make_draft(name=args.name or path.resolve().stem, origin=path.name, files=files, by=None, at=now())
    study = queries.study(files)
    print(f"draft:{draft} with {len(files)} files; {study.errors} errors, {study.warnings} warnings.")
    return 0
