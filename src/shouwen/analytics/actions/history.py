"""Takes in history and lets it pass again: cases begin at their own times, replies and limits come at theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from shouwen.analytics import queries
from shouwen.analytics.answering import CHANNEL, answering
from shouwen.analytics.likeness import Group, groups
from shouwen.analytics.models import Burst, ImportedRow, ImportRun
from shouwen.analytics.source import Fault, Message, Source
from shouwen.cases.actions.opening import Intake, opening
from shouwen.cases.queries.intake import NotOpenHere, edition_for
from shouwen.customers.actions import register_coded
from shouwen.people.organisation import Version
from shouwen.people.queries import current_version
from shouwen.runtime import database, rulebooks
from shouwen.runtime.bulk import Answer, TimedAct, pass_time, submit_many
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.subjects import Act

BATCH = 300
FAULTS_KEPT = 500
# One at a time: two processes that open the same file would only refuse each other's rows.
LOCK = 0x5348_4941
TRY_LOCK = "SELECT pg_try_advisory_lock(%s)"
UNLOCK = "SELECT pg_advisory_unlock(%s)"

Progress = Callable[[int, int], None]


class Busy(RuntimeError):
    """Another process imports or replays at this moment."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the cases of a file belong."""

    case_type: str
    unit: str


@dataclass
class Outcome:
    """What an import did, or in a dry run would do."""

    opened: int = 0
    already: int = 0
    faults: list[Fault] = field(default_factory=list)


@contextmanager
def alone() -> Iterator[None]:
    """The lock of this session; a killed process lets it go."""
    if database.rows(TRY_LOCK, [LOCK]) != [(True,)]:
        raise Busy("Another import or replay is running on this database: wait for it to end.")
    try:
        yield
    finally:
        database.run(UNLOCK, [LOCK])


def would_open(*, source: Source, target: Target) -> Outcome:
    """A dry run: nothing is written."""
    outcome = Outcome(faults=list(source.faults))
    known = queries.known_sources(target.case_type, [message.source_id for message in source.messages])
    version = current_version()
    for message in source.messages:
        if message.source_id in known:
            outcome.already += 1
        elif _edition(message, target, version) is None:
            outcome.faults.append(_not_in_force(message, target, source.columns))
        else:
            outcome.opened += 1
    return outcome


def import_source(
    *, source: Source, target: Target, zone: str, by: int | None, at: datetime, progress: Progress
) -> tuple[ImportRun, Outcome]:
    """Batch after batch, each whole or not at all; what is there already is left as it is."""
    with alone():
        run = _begin(source, target, zone, by, at)
        outcome = Outcome(faults=list(source.faults))
        for start in range(0, len(source.messages), BATCH):
            batch = source.messages[start : start + BATCH]
            _open_batch(run, batch, target, outcome, at)
            progress(min(start + BATCH, len(source.messages)), len(source.messages))
        _end(run, outcome, at)
    return run, outcome


def replay(*, run: ImportRun, until: datetime, at: datetime, progress: Progress) -> int:
    """Replies come and limits end in the one order of their instants, up to `until`; the number of decisions."""
    with alone():
        waiting = ImportedRow.objects.filter(run=run, replayed_at__isnull=True, replied_at__lte=until, refusal="")
        acts = [
            TimedAct(replied_at, case, answering(text, replied_at))
            for replied_at, case, text in waiting.values_list("replied_at", "case_id", "reply")
            if replied_at is not None
        ]
        done = 0

        def written(answers: Sequence[tuple[TimedAct, Answer]]) -> None:
            nonlocal done
            _mark(answers, at)
            done += len(answers)
            progress(done, len(acts))

        subjects = ImportedRow.objects.filter(run=run).values_list("case_id", flat=True)
        total = pass_time(subjects=list(subjects), acts=acts, until=until, recorded_at=at, written=written)
        run.replayed_until = max(until, run.replayed_until or until)
        run.save(update_fields=["replayed_until"])
    return total


@transaction.atomic
def find_bursts(*, run: ImportRun) -> int:
    """Works out anew what many wrote about; none where the rulebook does not say what that is."""
    Burst.objects.filter(run=run).delete()
    found: list[Group] = []
    for key in queries.editions(run):
        alike = queries.alike_by(rulebooks.rulebook(key))
        if alike is not None:
            found += groups(queries.texts(run), alike)
            break
    Burst.objects.bulk_create(
        Burst(
            run=run,
            first_at=group.texts[0].at,
            last_at=group.texts[-1].at,
            people=group.people,
            likeness=group.likeness,
            cases=[text.key for text in group.texts],
        )
        for group in found
    )
    return len(found)


def _begin(source: Source, target: Target, zone: str, by: int | None, at: datetime) -> ImportRun:
    run, _ = ImportRun.objects.update_or_create(
        file_hash=source.hash,
        case_type=target.case_type,
        unit=target.unit,
        defaults={"file_name": source.name[:255], "columns": dict(source.columns), "zone": zone, "rows": source.rows},
        create_defaults={
            "file_name": source.name[:255], "columns": dict(source.columns), "zone": zone, "rows": source.rows,
            "started_at": at, "by_id": by,
        },
    )  # fmt: skip
    return run


def _end(run: ImportRun, outcome: Outcome, at: datetime) -> None:
    own = ImportedRow.objects.filter(run=run).count()
    run.opened, run.known = own, outcome.opened + outcome.already - own
    run.faulty = len({fault.line for fault in outcome.faults})
    run.faults = [asdict(fault) for fault in outcome.faults[:FAULTS_KEPT]]
    run.finished_at = run.finished_at or at
    run.save()


@transaction.atomic
def _open_batch(run: ImportRun, batch: Sequence[Message], target: Target, outcome: Outcome, at: datetime) -> None:
    known = queries.known_sources(target.case_type, [message.source_id for message in batch])
    outcome.already += len(known)
    new = [message for message in batch if message.source_id not in known]
    customers = register_coded(codes={message.customer for message in new}, unit=int(target.unit), by=None, at=at)
    version = current_version()
    ready: list[tuple[Message, Act]] = []
    for message in new:
        edition = _edition(message, target, version)
        if edition is None:
            outcome.faults.append(_not_in_force(message, target, run.columns))
        elif message.customer and message.customer not in customers:
            outcome.faults.append(_not_ours(message, run.columns))
        else:
            ready.append((message, _opening(message, target, customers, edition)))
    if not ready:
        return
    answers = submit_many(acts=[act for _, act in ready], recorded_at=at)
    rows = [_row(run, target, message, answer) for (message, _), answer in zip(ready, answers, strict=True)]
    ImportedRow.objects.bulk_create(rows)
    outcome.faults += [_refused(row) for row in rows if row.refusal]
    outcome.opened += sum(1 for row in rows if not row.refusal)


def _opening(message: Message, target: Target, customers: Mapping[str, int], edition: Edition) -> Act:
    """No person filled the form: what the file does not tell stays empty."""
    rulebook = edition.rulebook
    paper = rulebook.papers.get(rulebook.procedures[target.case_type].intake or "")
    customer = customers.get(message.customer)
    given = {"source_id": message.source_id, "customer": str(customer) if customer else "", "content": message.content}
    fields = {name: value for name, value in given.items() if paper is not None and name in paper.fields}
    intake = Intake(
        case_type=target.case_type,
        unit=target.unit,
        title=message.title,
        content=message.content,
        channel=CHANNEL,
        customer=customer,
        fields=fields,
    )
    return opening(
        intake=intake,
        by=None,
        at=message.opened_at,
        customer_name=message.customer,
        checked=False,
        edition=edition,
    )


def _row(run: ImportRun, target: Target, message: Message, answer: Answer) -> ImportedRow:
    """A refused one is kept as well: it stands in the ledger, and must not be tried again with every run."""
    return ImportedRow(
        run=run,
        case_id=answer.subject,
        case_type=target.case_type,
        source_id=message.source_id,
        line=message.line,
        replied_at=message.replied_at,
        reply=message.reply,
        refusal=_why(answer),
    )


def _edition(message: Message, target: Target, version: Version) -> Edition | None:
    try:
        return edition_for(target.case_type, target.unit, message.opened_at, version=version)
    except NotOpenHere:
        return None


def _not_in_force(message: Message, target: Target, columns: Mapping[str, str]) -> Fault:
    return Fault(
        message.line,
        columns["opened_at"],
        f"{message.opened_at:%Y-%m-%d %H:%M:%S}",
        f"no rulebook in force on that day knows '{target.case_type}'",
        f"当时没有生效的制度办理“{target.case_type}”",
    )


def _not_ours(message: Message, columns: Mapping[str, str]) -> Fault:
    column = columns.get("customer", "customer")
    return Fault(message.line, column, message.customer, "is the number of another customer", "是另一位客户的编号")


def _refused(row: ImportedRow) -> Fault:
    reason, reason_zh = f"refused by the rules: {row.refusal}", f"制度不允许立案：{row.refusal}"
    return Fault(row.line, "", row.source_id, reason, reason_zh)


def _why(answer: Answer) -> str:
    if not answer.refusals:
        return ""
    return ", ".join(lack for refuse in answer.refusals for lack in refuse.lacks) or "refused"


def _mark(answers: Sequence[tuple[TimedAct, Answer]], at: datetime) -> None:
    """In the transaction of the decisions themselves."""
    ImportedRow.objects.filter(case_id__in=[act.subject for act, _ in answers]).update(replayed_at=at)
    for act, answer in answers:
        if answer.refusals:
            ImportedRow.objects.filter(case_id=act.subject).update(refusal=_why(answer))
