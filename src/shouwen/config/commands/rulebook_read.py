"""Read a written rulebook (DOCX, PDF with text, TXT, HTML) into a draft of clauses with suggestions.

Nothing is applied: the draft says what was found and the words it was found in. With --against the findings are measured
against a register of requirements.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from shouwen.authoring.asking import CannotAsk
from shouwen.config.commands.reading_asked import proposed
from shouwen.config.commands.reading_measured import table
from shouwen.rulebook.read import CannotRead, Draft, read_path
from shouwen.rulebook.read.folder import write
from shouwen.rulebook.read.listing import as_json
from shouwen.rulebook.read.register import register_books

SHOWN = 20
_CODE = re.compile(r"^[A-Z]+$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`shouwen rulebook read FILE [--json] [--lang en|zh] [--into FOLDER] [--against REGISTER]`."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a file; several only with --against")
    parser.add_argument("--json", action="store_true", help="print the draft as one JSON object")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write the draft as the folder of an edition")
    parser.add_argument("--code", default="DRAFT", help="short name of the rulebook in capitals, for --into")
    parser.add_argument(
        "--in-force", type=date.fromisoformat, default=date(2999, 1, 1), help="day for --into, 2027-01-01"
    )
    parser.add_argument(
        "--propose", action="store_true", help="ask the endpoint of SHOUWEN_PROPOSE_URL for more; nothing is applied"
    )
    parser.add_argument("--against", type=Path, metavar="REGISTER", help="measure against a register (.md or .csv)")
    parser.add_argument(
        "--misses", action="store_true", help="with --against: list what was missed and what was too much"
    )


def run(args: argparse.Namespace) -> int:
    """1 if a file cannot be read, 2 if the command is not understood, 0 otherwise."""
    if len(args.files) > 1 and not args.against:
        return _refuse("name one file, or measure several with --against.", 2)
    if not _CODE.match(args.code):
        return _refuse("--code takes capital letters, as GREEN.", 2)
    try:
        drafts = [read_path(path) for path in args.files]
    except CannotRead as refused:
        return _refuse(refused.zh if args.lang == "zh" else refused.en, 1)
    if args.against:
        return _measure(args, drafts)
    return _answer(args, drafts[0])


def _answer(args: argparse.Namespace, draft: Draft) -> int:
    try:
        asked = proposed(draft, args.code) if args.propose else None
    except CannotAsk as why:
        return _refuse(why.zh if args.lang == "zh" else why.en, 1)
    more = {"proposals": asked.listed(), "dropped": asked.dropped} if asked else {}
    if args.into:
        return _write(args, draft, more)
    if args.json:
        print(json.dumps({**as_json(draft), **more}, ensure_ascii=False, indent=2))
        return 0
    _print(draft, args.lang)
    for line in asked.lines(args.lang) if asked else ():
        print(line)
    return 0


def _refuse(sentence: str, code: int) -> int:
    print(f"shouwen rulebook read: {sentence}", file=sys.stderr)
    return code


def _measure(args: argparse.Namespace, drafts: Sequence[Draft]) -> int:
    try:
        books = register_books(args.against.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        return _refuse(f"the register {args.against} cannot be read: {fault}", 2)
    if not books:
        return _refuse(f"the register {args.against} holds no rulebook with clauses.", 2)
    for line in table(drafts, books, with_misses=args.misses):
        print(line)
    return 0


def _write(args: argparse.Namespace, draft: Draft, more: Mapping[str, Any]) -> int:
    try:
        names = write(draft, args.into, code=args.code, in_force=args.in_force, more=more)
    except FileExistsError as refused:
        return _refuse(str(refused), 2)
    except OSError as fault:
        return _refuse(f"{args.into} cannot be written: {fault.strerror}.", 2)
    print(f"{len(draft.clauses)} clauses in {args.into}: {', '.join(names)}. See `shouwen rulebook check {args.into}`.")
    return 0


_HEADS = {
    "en": (
        "clauses",
        "limits",
        "posts",
        "departments",
        "forms",
        "approvals and escalations",
        "principles",
        "to confirm",
    ),
    "zh": ("条款", "时限与频次", "岗位", "部门", "表单", "审批与上报", "原则", "待确认"),
}


def _print(draft: Draft, lang: str) -> None:
    """Something for the eye: numbers of each kind and the first of them."""
    heads = _HEADS[lang]
    print(draft.title or "—")
    listed: tuple[Sequence[str], ...] = (
        [f"{clause.path}  {clause.heading or clause.text[:40]}" for clause in draft.clauses],
        [f"{limit.clause}  {limit.words}  {_told(limit.value)} {limit.unit}, {limit.kind}" for limit in draft.limits],
        [found.name for found in draft.posts],
        [found.name for found in draft.departments],
        [found.name for found in draft.forms],
        [f"{found.clause}  {found.words[:60]}" for found in draft.escalations],
        [f"{found.clause}  {found.words[:60]}" for found in draft.principles],
        [f"{found.clause}  {found.words}" for found in draft.parameters],
    )
    for head, lines in zip(heads, listed, strict=True):
        print(f"\n{head}: {len(lines)}")
        for line in lines[:SHOWN]:
            print(f"  {line}".replace("\n", " "))
        if len(lines) > SHOWN:
            print(f"  … {len(lines) - SHOWN:,} (--json)")


def _told(value: object) -> str:
    return "?" if value is None else str(value)
