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
    """`shouwen rulebook export KEY TARGET [--lang en|zh]`; a target that ends in .zip becomes an archive."""
    parser.add_argument("key", help="an edition as DECOR/2005-08, or a draft as draft:7")
    parser.add_argument("target", type=Path, help="a folder that is not there yet or empty, or a new file *.zip")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")


def run(args: argparse.Namespace) -> int:
    """0 when everything is written, 2 if there is no such rulebook or the target is in use."""
    try:
        files = _files(args.key)
    except (rulebooks.NotInstalled, queries.NoSuchDraft, ValueError):
        return _refuse(args, *_unknown(args.key))
    if _in_use(args.target):
        zh = f"{args.target} 已存在，请另取一个名称。"
        return _refuse(args, zh, f"{args.target} is there already: name a new one.")
    if args.target.suffix.lower() == ".zip":
        args.target.write_bytes(archive_of(files, args.target.stem))
    else:
        _write(files, args.target)
    zh, en = (
        f"{args.key} 的 {len(files)} 个文件已写入 {args.target}。",
        f"{len(files)} files of {args.key} written to {args.target}.",
    )
    print(zh if args.lang == "zh" else en)
    return 0


def _unknown(key: str) -> tuple[str, str]:
    installed = rulebooks.installed()
    return (
        f"这里没有制度“{key}”；已装入：{'、'.join(installed) or '无'}。",
        f"there is no rulebook '{key}' here; installed: {', '.join(installed) or 'none'}.",
    )


def _refuse(args: argparse.Namespace, zh: str, en: str) -> int:
    print(f"shouwen: {zh if args.lang == 'zh' else en}", file=sys.stderr)
    return 2


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
