"""A table of customers is brought, mapped, looked through and taken in, batch by batch, by whoever or whatever goes on with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Q

from shouwen.base.tables import Line, Unreadable, headings_of, lines_of
from shouwen.customers.actions.dossier import GIVEN_NUMBER
from shouwen.customers.actions.refusal import CustomerRefused
from shouwen.customers.actions.taking import Taken, objects_left, take_rows, who_is_there
from shouwen.customers.attributes import CUSTOMER, attributes_for
from shouwen.customers.contacts import masked
from shouwen.customers.importing import Fault, Reading, Row, Target, guess_columns, targets
from shouwen.customers.models import CustomerImport
from shouwen.people.access import Viewer, require, viewer_of
from shouwen.people.queries import units_for

EDIT = "edit_customer"
MOST_TOLD = 500
# As many rows are done while somebody waits; more go to the worker, and the page tells how far it is.
BATCH = 500
SILENT_AFTER = timedelta(minutes=2)
COUNTED = ("rows", "good", "faulty", "known", "faults", "found", "made", "updated", "skipped")
State = CustomerImport.State
RUNNING = (State.CHECKING, State.TAKING)


def bring_table(*, name: str, content: bytes, by: Viewer, at: datetime) -> int:
    """The file with its columns guessed; nothing is read yet but the headings."""
    require(by, EDIT)
    headings = headings_of(content)
    known = targets_for(by, "", at)
    row = CustomerImport.objects.create(
        file_name=name[-255:],
        content=content,
        headings=list(headings),
        columns=guess_columns(headings, known),
        unit_id=by.home,
        by_id=by.person,
        at=at,
    )
    return row.pk


def map_columns(
    *, import_id: int, columns: Sequence[str], unit: int | None, object_kind: str, by: Viewer, at: datetime
) -> None:
    """Which column is what; then every row is looked at, and nothing is changed."""
    row = own(import_id, by)
    known = targets_for(by, object_kind, at)
    if object_kind != row.object_kind:
        # Columns that nothing fitted may fit what is offered now.
        guessed = guess_columns(row.headings, known)
        columns = [
            one or (other if known[other].many or other not in columns else "") if other else one
            for one, other in zip(columns, guessed, strict=True)
        ]
    _ensure_columns(columns, known)
    if unit is not None and unit not in {place.id for place in units_for(by, EDIT)}:
        raise CustomerRefused("所选服务单位不在您的数据范围内，请换一个。")
    changed = CustomerImport.objects.filter(pk=row.pk, state__in=[State.MAPPING, State.CHECKED]).update(
        columns=list(columns), unit_id=unit, object_kind=object_kind, state=State.CHECKING, rows=0, good=0, faulty=0,
        known=0, faults=[], found=[], done_until=0, claimed_until=None,
    )  # fmt: skip
    if not changed:
        raise CustomerRefused("这次导入已经开始或已结束，请重新上传文件。")


def take_in_table(*, import_id: int, doubles: str, by: Viewer, at: datetime) -> None:
    """导入: the rows that passed; those of customers who are there already are left alone or completed."""
    row = own(import_id, by)
    if doubles not in CustomerImport.Doubles.values:
        raise CustomerRefused("请选择：已有的客户跳过，还是更新。")
    changed = CustomerImport.objects.filter(pk=row.pk, state=State.CHECKED, good__gt=0).update(
        state=State.TAKING, doubles=doubles, done_until=0, claimed_until=None, made=0, updated=0, skipped=0
    )
    if not changed:
        raise CustomerRefused("没有可导入的行，或已经开始导入。")


def drop_import(*, import_id: int, by: Viewer, at: datetime) -> None:
    """放弃: the file goes, the record of it stays."""
    row = own(import_id, by)
    CustomerImport.objects.filter(pk=row.pk, state__in=[State.MAPPING, State.CHECKED]).update(
        state=State.DROPPED, content=b"", finished_at=at
    )


def own(import_id: int, by: Viewer) -> CustomerImport:
    """One's own import, without its file; else a refusal as for any other that is not there."""
    require(by, EDIT)
    row = CustomerImport.objects.defer("content").filter(pk=import_id, by_id=by.person).first()
    if row is None:
        raise CustomerRefused("没有这次导入，或不是您上传的。")
    return row


def targets_for(by: Viewer, object_kind: str, at: datetime) -> dict[str, Target]:
    """What a column may be for this person: the common ones and the attributes of the rulebooks of their unit."""
    kept = attributes_for(by, at)
    return targets(kept.get(CUSTOMER, {}), kept.get(object_kind, {}) if object_kind else {})


def go_on_with_import(*, import_id: int, at: datetime) -> None:
    """One batch, while somebody waits for the answer; what is left the worker does."""
    run = Run.claim(import_id, at)
    if run is not None and not run.batch(at):
        run.let_go()


def next_import(at: datetime) -> int | None:
    """The oldest that waits and that nobody is at."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    return CustomerImport.objects.filter(free, state__in=RUNNING).order_by("pk").values_list("pk", flat=True).first()


class Run:
    """One pass over the file of an import: every row is read once, each batch is a transaction of its own."""

    def __init__(self, row: CustomerImport, by: Viewer, at: datetime) -> None:
        self.id = row.pk
        self.state = row.state
        self.done_until = row.done_until
        self.by = by
        self.reading = _reading(row, by, at)
        self.lines = _behind(lines_of(bytes(row.content)), row.done_until, self.reading)

    @classmethod
    def claim(cls, import_id: int, at: datetime) -> "Run | None":
        """For this process alone, as long as it goes on; another may take over when it falls silent."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
        rows = CustomerImport.objects.filter(free, pk=import_id, state__in=RUNNING)
        if not rows.update(claimed_until=at + SILENT_AFTER):
            return None
        row = CustomerImport.objects.get(pk=import_id)
        by = viewer_of(row.by_id, at)
        if by is None:
            _fail(import_id, Unreadable("gone"), at)
            return None
        return cls(row, by, at)

    def batch(self, at: datetime) -> bool:
        """Whether that was the last one, for this process at least."""
        try:
            with transaction.atomic():
                return self._batch(at)
        except Unreadable as trouble:
            _fail(self.id, trouble, at)
            return True

    def let_go(self) -> None:
        CustomerImport.objects.filter(pk=self.id).update(claimed_until=None)

    def _batch(self, at: datetime) -> bool:
        row = CustomerImport.objects.select_for_update().defer("content").get(pk=self.id)
        if (row.state, row.done_until) != (self.state, self.done_until):
            return True
        lines = list(islice(self.lines, BATCH))
        if lines:
            rows, faults = self._read(lines)
            if row.state == State.CHECKING:
                _note(row, lines, rows, faults)
            else:
                _count(row, self._take(row, rows, at))
            self.done_until = row.done_until = lines[-1].number
            row.claimed_until = at + SILENT_AFTER
            row.save(update_fields=[*COUNTED, "done_until", "claimed_until"])
        if len(lines) == BATCH:
            return False
        _finish(row, at)
        return True

    def _take(self, row: CustomerImport, rows: Sequence[Row], at: datetime) -> Taken:
        return take_rows(
            rows, unit=row.unit_id or self.by.home, kind=row.object_kind, doubles=row.doubles, by=self.by, at=at
        )

    def _read(self, lines: Sequence[Line]) -> tuple[list[Row], list[Fault]]:
        rows: list[Row] = []
        faults: list[Fault] = []
        for line in lines:
            found = self.reading.row(line)
            if isinstance(found, Row):
                rows.append(found)
            else:
                faults += found
        there = who_is_there(rows)
        for each in rows:
            if each.number not in there and GIVEN_NUMBER.fullmatch(each.plain["number"]):
                number = each.plain["number"]
                faults.append(Fault(each.number, "", number, "given_number"))
        bad = {each.row for each in faults}
        return [each for each in rows if each.number not in bad], faults


def _behind(lines: Iterator[Line], number: int, reading: Reading) -> Iterator[Line]:
    """Rows that were done by another process are read for what they took, and left out."""
    for line in lines:
        if line.number <= number:
            reading.row(line)
        else:
            yield line


def _reading(row: CustomerImport, by: Viewer, at: datetime) -> Reading:
    places = units_for(by, EDIT)
    named = {place.name: place.id for place in places} | {place.code: place.id for place in places if place.code}
    return Reading(row.headings, row.columns, targets_for(by, row.object_kind, at), named)


def _note(row: CustomerImport, lines: Sequence[Line], rows: Sequence[Row], faults: Sequence[Fault]) -> None:
    there = who_is_there(rows)
    row.rows += len(lines)
    row.good += len(rows)
    row.faulty += len(lines) - len(rows)
    row.known += len(there)
    row.faults = [*row.faults, *map(asdict, faults)][:MOST_TOLD]
    told = [
        {"row": each.number, "name": each.name, "phone": masked("phone", each.phones[0]) if each.phones else "",
         "customer": there[each.number]} for each in rows if each.number in there
    ]  # fmt: skip
    # Each of the two is told so many times: one must not crowd out the other.
    known, left = ([one for one in row.found if ("object" in one) is is_left] for is_left in (False, True))
    left += [{"row": number, **why} for number, why in objects_left(rows, there, row.object_kind).items()]
    row.found = [*[*known, *told][:MOST_TOLD], *left[:MOST_TOLD]]


def _count(row: CustomerImport, taken: Taken) -> None:
    row.made += taken.made
    row.updated += taken.updated
    row.skipped += taken.skipped


def _finish(row: CustomerImport, at: datetime) -> None:
    if row.state == State.CHECKING:
        row.state = State.CHECKED
    else:
        row.state, row.finished_at, row.content = State.DONE, at, b""
        row.save(update_fields=["content"])
    row.done_until, row.claimed_until = 0, None
    row.save(update_fields=["state", "finished_at", "done_until", "claimed_until"])


def _fail(import_id: int, trouble: Unreadable, at: datetime) -> None:
    said = json.dumps({"sort": trouble.sort, "given": trouble.given})
    CustomerImport.objects.filter(pk=import_id).update(
        state=State.FAILED, trouble=said, finished_at=at, content=b"", claimed_until=None
    )


def _ensure_columns(columns: Sequence[str], known: Mapping[str, Target]) -> None:
    if not {"name", "phone"} & set(columns):
        raise CustomerRefused("请至少指定一列为“姓名或单位名称”或“电话”。")
    chosen = [key for key in columns if key]
    for key in chosen:
        if key not in known:
            raise CustomerRefused("有一列对应的项目不存在，请重新选择。")
        if chosen.count(key) > 1 and not known[key].many:
            raise CustomerRefused("“%(title)s”只能对应一列，请改正。", title=known[key].title)


def object_kinds(by: Viewer, at: datetime) -> tuple[str, ...]:
    """Kinds of objects that a table may bring with its customers."""
    return tuple(kind for kind in attributes_for(by, at) if kind != CUSTOMER)
