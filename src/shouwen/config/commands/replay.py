"""Let imported history pass again: replies and limits come at their own instants, and the rulebook judges.

Prints for each clause how many messages were answered in time. With --verify the limits are counted a second time from
the file, day by day and without the engine, and any difference is told; with --bursts what many people wrote about.
"""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from shouwen.analytics import actions, queries
from shouwen.analytics.models import ImportRun
from shouwen.analytics.recount import Answered, NotCountable, disagreements, recount
from shouwen.analytics.source import Source, UnreadableFile, hash_of, read_source
from shouwen.base import clock
from shouwen.config.commands.import_messages import progress

SHOWN = 20
SECONDS_A_DAY = 86_400


class CannotReplay(ValueError):
    """There is nothing to replay; the sentence says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--source", required=True, metavar="FILE|RUN", help="an imported CSV file, or an import run's number"
    )
    parser.add_argument("--case-type", default=None, help="if the file was imported as several kinds of cases")
    parser.add_argument("--until", default="", metavar="TIME", help="let time pass up to here (default: now)")
    parser.add_argument("--verify", action="store_true", help="count a second time from the file, and compare")
    parser.add_argument("--file", type=Path, help="the file for --verify, if --source is a number")
    parser.add_argument("--bursts", action="store_true", help="list what many people wrote about")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the sentences (default: en)")


def run(args: argparse.Namespace) -> int:
    """0 when all went well, 1 when the ledger disagrees or a reply was refused, 2 when nothing could be begun."""
    now = clock.now()
    try:
        run_, source = _found(args, now)
        until = _until(args.until, run_, now)
        word = "条答复" if args.lang == "zh" else "replies"
        decided = actions.replay(run=run_, until=until, at=now, progress=progress(word))
    except (CannotReplay, UnreadableFile, actions.Busy) as error:
        print(f"shouwen: {error}", file=sys.stderr)
        return 2
    _tell(args, run_, decided)
    refused = _tell_refused(run_)
    if args.bursts:
        _tell_bursts(args, run_)
    differing = _verify(args, run_, source) if args.verify and source else False
    return 1 if refused or differing else 0


def _found(args: argparse.Namespace, now: datetime) -> tuple[ImportRun, Source | None]:
    path = args.file if args.source.isdecimal() else Path(args.source)
    run_ = _numbered(int(args.source)) if args.source.isdecimal() else _of_file(Path(args.source), args.case_type)
    if path is None:
        if args.verify:
            raise CannotReplay("--verify needs the file: name it with --file.")
        return run_, None
    source = read_source(path, columns=run_.columns, zone=run_.zone, now=now)
    if source.hash != run_.file_hash:
        raise CannotReplay(f"{path} is not the file of import run {run_.pk} ({run_.file_name}).")
    return run_, source


def _numbered(number: int) -> ImportRun:
    run_ = queries.run_number(number)
    if run_ is None:
        raise CannotReplay(f"There is no import run {number}: the page 导入与回放 lists them.")
    return run_


def _of_file(path: Path, case_type: str | None) -> ImportRun:
    run_ = queries.run_of_file(hash_of(path), case_type=case_type)
    if run_ is None:
        raise CannotReplay(f"{path} has not been imported: 'shouwen import messages {path}' does it.")
    return run_


def _until(text: str, run_: ImportRun, now: datetime) -> datetime:
    if not text:
        return now
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CannotReplay(f"'{text}' is no time: write it as 2019-12-31 or 2019-12-31T18:00.") from None
    return min(now, found if found.tzinfo else found.replace(tzinfo=ZoneInfo(run_.zone)))


def _tell(args: argparse.Namespace, run_: ImportRun, decided: int) -> None:
    cases, came, to_come = queries.counts(run_)
    is_chinese = args.lang == "zh"
    if is_chinese:
        print(
            f"导入批次 {run_.pk}（{run_.file_name}）：{cases:,} 条留言，{came:,} 条已答复，{to_come:,} 条答复未到；本次裁决 {decided:,} 次。"
        )
        heads = ("条款", "时限", "按时", "超时", "在计", "按时率", "中位")
    else:
        print(
            f"Import run {run_.pk} ({run_.file_name}): {cases:,} messages, {came:,} answered, "
            f"{to_come:,} replies still to come; {decided:,} decisions made now."
        )
        heads = ("Clause", "Limit", "Kept", "Late", "Open", "Share", "Median")
    table: list[tuple[str, ...]] = [heads]
    for row in queries.shares(run_):
        share = "—" if row.share is None else f"{row.share:.1%}"
        median = "—" if row.median_seconds is None else f"{row.median_seconds / SECONDS_A_DAY:.1f} d"
        limit = f"{row.limit}（{row.span}）" if row.span and row.span not in row.limit else row.limit
        table.append((row.clause, limit, f"{row.kept:,}", f"{row.late:,}", f"{row.open:,}", share, median))
    _print_table(table)


def _print_table(rows: list[tuple[str, ...]]) -> None:
    """Chinese characters are two columns wide."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (width - _width(cell))
            cells.append(cell + blank if place < 2 else blank + cell)
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)


def _tell_refused(run_: ImportRun) -> bool:
    refused = queries.refusals(run_, most=SHOWN)
    for source_id, reason in refused:
        print(f"The reply to {source_id} was refused: {reason}.", file=sys.stderr)
    return bool(refused)


def _tell_bursts(args: argparse.Namespace, run_: ImportRun) -> None:
    actions.find_bursts(run=run_)
    found = queries.bursts(run_)
    print(f"\n集中反映 {len(found)} 组" if args.lang == "zh" else f"\n{len(found)} bursts")
    for burst in found:
        days = (burst.last_at - burst.first_at).days
        if args.lang == "zh":
            print(f"{len(burst.cases)} 条，{burst.people} 人，{days} 天内，相似度 {burst.likeness}%")
        else:
            print(f"{len(burst.cases)} messages of {burst.people} people in {days} days, {burst.likeness}% alike")
        for _, number, title, at in burst.cases:
            print(f"  {at.astimezone(ZoneInfo(run_.zone)):%Y-%m-%d}  {number}  {title}")


def _verify(args: argparse.Namespace, run_: ImportRun, source: Source) -> bool:
    """Whether anything differs."""
    limits = queries.limits(run_)
    if not limits:
        print(
            "shouwen: no limit of these cases counts from the message to its answer; nothing to verify.",
            file=sys.stderr,
        )
        return True
    until = run_.replayed_until
    assert until is not None  # it was replayed a moment ago
    own = queries.sources(run_)
    rows = [
        Answered(message.source_id, message.opened_at, message.replied_at)
        for message in source.messages
        if message.source_id in own
    ]
    try:
        counted = recount(rows, limits, until)
    except NotCountable as error:
        print(f"shouwen: {error}", file=sys.stderr)
        return True
    differing = disagreements(counted, queries.verdicts(run_))
    for source_id, rule, second, ledger in differing[:SHOWN]:
        print(f"{source_id} {rule}: the file says {second}, the ledger {ledger}", file=sys.stderr)
    agree = len(counted) - len(differing)
    if args.lang == "zh":
        print(f"另行清点 {len(counted):,} 项：一致 {agree:,}，不一致 {len(differing):,}。")
    else:
        print(f"Counted a second time: {len(counted):,} verdicts, {agree:,} agree, {len(differing):,} differ.")
    return bool(differing)
