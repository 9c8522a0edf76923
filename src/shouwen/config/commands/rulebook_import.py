"""Take a folder, an archive or one YAML file in as a draft, every file to the byte."""

import argparse
import sys
from pathlib import Path

from shouwen.authoring import actions, queries
from shouwen.authoring.bringing import CannotBring, files_of, files_of_folder
from shouwen.base.clock import now


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook import PATH [--name NAME] [--lang en|zh]`."""
    parser.add_argument("path", type=Path, help="the folder of an edition, its archive, or a single YAML file")
    parser.add_argument("--name", default="", help="what the draft is called (default: as the folder or file)")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")


def run(args: argparse.Namespace) -> int:
    """0 when the draft is there, whatever the checker says of it; 2 if the path gives none."""
    path: Path = args.path
    try:
        files = files_of_folder(path) if path.is_dir() else files_of(path.read_bytes(), path.name)
    except OSError as wrong:
        zh, en = f"读不了 {path}：{wrong.strerror or wrong}", f"{path} cannot be read: {wrong.strerror or wrong}"
        print(f"shouwen: {zh if args.lang == 'zh' else en}", file=sys.stderr)
        return 2
    except CannotBring as wrong:
        print(f"shouwen: {wrong.zh if args.lang == 'zh' else wrong.en}", file=sys.stderr)
        return 2
    draft = actions.make_draft(name=args.name or path.resolve().stem, origin=path.name, files=files, by=None, at=now())
    study = queries.study(files)
    if args.lang == "zh":
        print(f"draft:{draft}，共 {len(files)} 个文件；{study.errors} 处错误，{study.warnings} 处警告。")
    else:
        print(f"draft:{draft} with {len(files)} files; {study.errors} errors, {study.warnings} warnings.")
    return 0
