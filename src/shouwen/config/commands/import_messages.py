"""Open a case for every message of a CSV file, each at its own time.

A row with something wrong is left out and told with its line, column and reason; the others come in. A second run opens
nothing twice and goes on where an interrupted one stopped. Replies wait until 'shouwen replay' lets them come.
"""

import argparse
import csv
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from shouwen.analytics import actions, preparing
from shouwen.analytics.source import FIELDS, Fault, Source, UnreadableFile, read_map, read_source
from shouwen.base import clock

SHOWN = 10
STEPS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="UTF-8 or GB18030, headings in the first line")
    parser.add_argument(
        "--map",
        default="",
        help=f"HEADING=FIELD,… for headings that are not known by themselves; fields: {', '.join(FIELDS)}",
    )
    parser.add_argument("--case-type", default="message", help="what each row is a case of (default: message)")
    parser.add_argument("--unit", default="", metavar="CODE", help="unit of the cases (default: the only top unit)")
    parser.add_argument("--zone", default="Asia/Shanghai", help="of times that name none (default: Asia/Shanghai)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the bad rows to this CSV file")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")


def run(args: argparse.Namespace) -> int:
    """0 when every row is in, 1 when some are bad, 2 when nothing could be begun."""
    now = clock.now()
    try:
        columns = read_map(args.map) if args.map else None
        source = read_source(args.file, columns=columns, zone=args.zone, now=now)
        outcome = _dry(args, source) if args.dry_run else _import(args, source)
        _write_errors(args.errors, outcome.faults)
    except (UnreadableFile, preparing.CannotPrepare, actions.Busy) as error:
        print(f"shouwen: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"shouwen: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    _tell(args, source, outcome)
    return 1 if outcome.faults else 0


def progress(word: str) -> Callable[[int, int], None]:
    """A line on standard error at every tenth of the way."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        tenth = done * STEPS // total if total else STEPS
        if tenth > told:
            told = tenth
            print(f"  {done:,} / {total:,} {word}", file=sys.stderr, flush=True)

    return tell


def _import(args: argparse.Namespace, source: Source) -> actions.Outcome:
    now = clock.now()
    unit, told = preparing.prepare(case_type=args.case_type, unit=preparing.find_unit(args.unit), at=now)
    for line in told:
        print(line, file=sys.stderr)
    target = actions.Target(args.case_type, unit)
    word = "条" if args.lang == "zh" else "rows"
    run_, outcome = actions.import_source(
        source=source, target=target, zone=args.zone, by=None, at=now, progress=progress(word)
    )
    actions.find_bursts(run=run_)
    said = f"导入批次 {run_.pk}。" if args.lang == "zh" else f"Import run {run_.pk}."
    print(said, file=sys.stderr)
    return outcome


def _dry(args: argparse.Namespace, source: Source) -> actions.Outcome:
    unit = preparing.find_unit(args.unit)
    if unit is not None and preparing.is_known(args.case_type):
        return actions.would_open(source=source, target=actions.Target(args.case_type, unit))
    if not preparing.is_known(args.case_type) and preparing.shipped(args.case_type) is None:
        raise preparing.CannotPrepare(
            f"No rulebook here knows cases of type '{args.case_type}': publish one with 'shouwen rulebook publish'."
        )
    # Neither unit nor rulebook yet: nothing can have been opened before.
    return actions.Outcome(opened=len(source.messages), faults=list(source.faults))


def _tell(args: argparse.Namespace, source: Source, outcome: actions.Outcome) -> None:
    bad = len({fault.line for fault in outcome.faults})
    is_chinese = args.lang == "zh"
    if is_chinese:
        verb = "将立案" if args.dry_run else "已立案"
        print(f"{source.name}（{source.encoding}）共 {source.rows:,} 行：{verb} {outcome.opened:,}，", end="")
        print(f"以前已有 {outcome.already:,}，有误 {bad:,}。")
    else:
        verb = "would be opened" if args.dry_run else "opened"
        print(f"{source.name} ({source.encoding}): {source.rows:,} rows, {outcome.opened:,} {verb}, ", end="")
        print(f"{outcome.already:,} there before, {bad:,} bad.")
    for fault in outcome.faults[:SHOWN]:
        print(f"  {_line(fault, is_chinese=is_chinese)}")
    if len(outcome.faults) > SHOWN:
        rest = len(outcome.faults) - SHOWN
        print(
            f"  …… 还有 {rest:,} 处，用 --errors 写入文件。" if is_chinese else f"  … and {rest:,} more: see --errors."
        )
    if args.dry_run:
        print("试运行，什么也没有写入。" if is_chinese else "A dry run: nothing was written.")


def _line(fault: Fault, *, is_chinese: bool) -> str:
    value = f" ({fault.value})" if fault.value else ""
    if is_chinese:
        return f"第 {fault.line} 行 {fault.column}{value}：{fault.reason_zh}"
    column = f", {fault.column}" if fault.column else ""
    return f"line {fault.line}{column}{value}: {fault.reason}"


def _write_errors(path: Path | None, faults: Iterable[Fault]) -> None:
    """Always written when asked for: an empty list says that all is well."""
    if path is None:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "column", "value", "reason", "原因"])
        for fault in faults:
            # A value that a spreadsheet would take for a formula stays text.
            value = f"'{fault.value}" if fault.value[:1] in {"=", "+", "-", "@"} else fault.value
            writer.writerow([fault.line, fault.column, value, fault.reason, fault.reason_zh])
