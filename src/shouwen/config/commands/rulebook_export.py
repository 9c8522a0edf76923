"""Write an edition or a draft out as a folder, or as one archive, every file to the byte."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from shouwen.authoring import queries
from shouwen.authoring.bringing import archive_of
from shouwen.runtime import rulebooks

DRAFT = "draft:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook export KEY TARGET`; a target that ends in .zip becomes an archive."""
    parser.add_argument("key", help="an edition as DECOR/2005-08, or a draft as draft:7")
    parser.add_argument("target", type=Path, help="a folder that is not there yet or empty, or a new file *.zip")


def run(args: argparse.Namespace) -> int:
    """0 when everything is written, 2 if there is no such rulebook or the target is in use."""
    try:
        files = _files(args.key)
    except (rulebooks.NotInstalled, queries.NoSuchDraft, ValueError):
        known = ", ".join(rulebooks.installed()) or "none"
        print(f"shouwen: there is no rulebook '{args.key}' here; installed: {known}.", file=sys.stderr)
        return 2
    if _in_use(args.target):
        print(f"shouwen: {args.target} is there already: name a new one.", file=sys.stderr)
        return 2
    if args.target.suffix.lower() == ".zip":
        args.target.write_bytes(archive_of(files, args.target.stem))
    else:
        _write(files, args.target)
    print(f"{len(files)} files of {args.key} written to {args.target}.")
    return 0


def _files(key: str) -> Mapping[str, str]:
    if key.startswith(DRAFT):
        return queries.draft(int(key.removeprefix(DRAFT))).texts
    return rulebooks.texts(key)


def _in_use(target: Path) -> bool:
    return target.exists() and not (target.is_dir() and not any(target.iterdir()))


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
