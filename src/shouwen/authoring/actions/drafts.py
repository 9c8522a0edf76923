"""The only writes to drafts: made, saved file by file, decided, published."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from shouwen.authoring.models import Draft, DraftFile, DraftSave, DraftSuggestion, Proposal
from shouwen.authoring.noted import note_edition
from shouwen.authoring.queries import NoSuchDraft, last_author, study, text_at
from shouwen.authoring.signing import Matter, NobodySigns, signers
from shouwen.authoring.understood import Understood
from shouwen.rulebook import writing
from shouwen.rulebook.form.merging import merged
from shouwen.rulebook.load.compose import TooMuch, weigh
from shouwen.rulebook.model import Problem, Rulebook
from shouwen.rulebook.read.draft import Draft as ReadDraft
from shouwen.rulebook.read.folder import files_of as files_of_reading
from shouwen.runtime import rulebooks
from shouwen.runtime.confirming import carry_over

# What the reader found beside clauses waits for its author's word.
NOT_APPLIED = ("suggestions.json", "posts.yaml")
LONGEST = 1_000_000


class Conflict(Exception):
    """Somebody saved the same lines meanwhile; both texts are kept for whoever has to bring them together."""

    def __init__(
        self, *, name: str, mine: str, theirs: str, marked: str, version: int, by: int | None, at: datetime
    ) -> None:
        super().__init__(f"{name} is at version {version} now")
        self.name = name
        self.mine = mine
        self.theirs = theirs
        self.marked = marked
        self.version = version
        self.by = by
        self.at = at


class CannotPublish(ValueError):
    """Why a draft cannot be published now; said in both languages of the pages."""

    def __init__(self, zh: str, en: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.problems = problems


class Closed(ValueError):
    """The draft was published; a published edition is never changed."""


class UnderReview(Closed):
    """It lies before those who have to agree; what they agree to must not change under their hands."""


@transaction.atomic
def make_draft(*, name: str, origin: str, files: Mapping[str, str], by: int | None, at: datetime) -> int:
    """A new draft with these files, each at its first version."""
    row = Draft.objects.create(name=name.strip() or origin, origin=origin, created_by_id=by, created_at=at)
    for file, text in files.items():
        DraftFile.objects.create(draft=row, name=file, text=text)
        DraftSave.objects.create(draft=row, name=file, version=1, text=text, what="made", by_id=by, at=at)
    return row.pk


def copy_edition(*, key: str, name: str, number: str = "", by: int | None, at: datetime) -> int:
    """A draft that begins as an installed edition, to the letter but for its own number, if one is given."""
    files = rulebooks.texts(key)
    if number:
        files = {file: _numbered(text, number) for file, text in files.items()}
    return make_draft(name=name, origin=key, files=files, by=by, at=at)


def _numbered(text: str, number: str) -> str:
    path = "header.edition.id"
    return writing.put(text, path, number) if path in writing.spots(text) else text


@transaction.atomic
def make_from_reading(*, read: ReadDraft, origin: str, code: str, in_force: date, by: int | None, at: datetime) -> int:
    """Clauses as they were read; everything else waits as a suggestion."""
    files = files_of_reading(read, code=code, in_force=in_force)
    files = {name: text for name, text in files.items() if name not in NOT_APPLIED}
    draft = make_draft(name=read.title or origin, origin=origin, files=files, by=by, at=at)
    written = study(files).rulebook
    ids = [clause.id for clause in written.clauses] if written else []
    found = list(_suggested(read, ids))
    for one in found:
        one.draft_id = draft
    DraftSuggestion.objects.bulk_create(found)
    return draft


@transaction.atomic
def save_file(
    *, draft: int, name: str, text: str, version: int, what: str = "saved", by: int | None, at: datetime
) -> int:
    """The file's new version; `version` is the one that the text was made from, 0 for a new file.

    What somebody else saved in between stays: both changes are brought together, or none is written.
    """
    open_draft(draft)
    _storable(name, text)
    row = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    if row is None:
        # One that was emptied and dropped goes on counting, so that its old saves stay what they were.
        last = DraftSave.objects.filter(draft=draft, name=name).aggregate(last=Max("version"))["last"]
        row = DraftFile(draft_id=draft, name=name, version=last or 0)
    if row.version != version:
        text, version = _both(row, text, version), row.version
    if row.pk and row.text == text:
        return row.version
    row.text, row.version = text, version + 1
    row.save()
    DraftSave.objects.create(draft_id=draft, name=name, version=row.version, text=text, what=what, by_id=by, at=at)
    return row.version


@transaction.atomic
def drop_empty(*, draft: int, name: str) -> None:
    """A file whose last rule was taken out leaves the draft; its saves stay."""
    open_draft(draft)
    row = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    if row is not None and not writing.spots(row.text):
        row.delete()


def _storable(name: str, text: str) -> None:
    """CannotWrite for a text that is too long, or that nobody could open again."""
    if len(text) > LONGEST:
        raise writing.CannotWrite(
            f"{name} 共 {len(text)} 字，超过 {LONGEST} 字，没有保存；请缩短，或拆成几个文件。",
            f"{name} has {len(text)} characters, more than {LONGEST}, and was not saved; shorten it, or split the file.",
        )
    try:
        weigh(text)
    except TooMuch as fault:
        raise writing.CannotWrite(
            f"{name} 第 {fault.line} 行：{fault.zh}", f"{name}, line {fault.line}: {fault.en}"
        ) from fault


def _both(row: DraftFile, mine: str, version: int) -> str:
    """The change to an older version carried over to the one there is now."""
    if not row.version:
        return mine  # the file is new, whatever its page thought
    before = text_at(row.draft_id, row.name, version) if version else ""
    found = merged(before or "", row.text, mine)
    if found.clashes:
        last = DraftSave.objects.get(draft=row.draft_id, name=row.name, version=row.version)
        raise Conflict(
            name=row.name, mine=mine, theirs=row.text, marked=found.text, version=row.version, by=last.by_id, at=last.at
        )
    return found.text


@transaction.atomic
def publish(*, draft: int, in_force: date, units: tuple[str, ...], by: int | None, at: datetime) -> str:
    """The edition's key: it holds from the day on for these units (all, if none), and is never changed again."""
    open_draft(draft)
    if settings.SECOND_PERSON_PUBLISHES and by == last_author(draft):
        raise CannotPublish(
            "最后一次修改是您本人做的，须由另一人发布。",
            "You made the last change yourself; somebody else has to publish.",
        )
    book = ready_to_publish(draft=draft, in_force=in_force, by=by, at=at)
    if _asks_for_signatures(book, units, at):
        raise CannotPublish(
            "现行制度规定了由谁审批版本，请先送审。",
            "The rulebook in force says who agrees to an edition: put the draft forward first.",
        )
    return install_draft(draft=draft, units=units, by=by, at=at)


@transaction.atomic
def ready_to_publish(*, draft: int, in_force: date, by: int | None, at: datetime) -> Rulebook:
    """The draft's rulebook with its day written in, if nothing stands against its publication."""
    open_draft(draft)
    _date_it(draft, in_force, by, at)
    found = study(_texts(draft))
    errors = tuple(problem for problem in found.problems if problem.level == "error")
    if errors or found.rulebook is None:
        raise CannotPublish(
            f"还有 {len(errors)} 处错误，改正后才能发布。",
            f"{len(errors)} errors are left; correct them first.",
            errors,
        )
    if found.rulebook.key in rulebooks.installed():
        raise _there_already(found.rulebook.key)
    return found.rulebook


@transaction.atomic
def install_draft(*, draft: int, units: tuple[str, ...], by: int | None, at: datetime) -> str:
    """Takes the draft into use as it stands; figures settled in the edition it came from go with it."""
    row = _unpublished(draft)
    try:
        key = rulebooks.install_texts(files=_texts(draft), units=units, by=by, at=at)
    except rulebooks.AlreadyInstalled as there:
        raise _there_already(str(there)) from there
    if row.origin in rulebooks.installed():
        carry_over(before=row.origin, after=key, by=by, at=at)
    row.published_as, row.published_by_id, row.published_at, row.units = key, by, at, list(units)
    row.save()
    note_edition("published", key, by=by, at=at, detail=row.name)
    return key


@transaction.atomic
def remove_draft(*, draft: int, reason: str, by: int | None, at: datetime) -> None:
    """It leaves the list; who deleted it, when and why stays on record with its saves."""
    row = open_draft(draft)
    if not reason.strip():
        raise CannotPublish("请写明删除理由。", "Say why it is deleted.")
    row.removed_by_id, row.removed_at, row.removed_because = by, at, reason.strip()[:500]
    row.save()


def _asks_for_signatures(book: Rulebook, units: tuple[str, ...], at: datetime) -> bool:
    """Whether a table of the edition in force covers this; one that names nobody who is there covers it too."""
    code = book.header.rulebook
    matter: Matter = "revision" if any(key.partition("/")[0] == code for key in rulebooks.installed()) else "first"
    try:
        return bool(signers(code=code, matter=matter, units=units, barred=frozenset(), at=at).book)
    except NobodySigns:
        return True


def _there_already(key: str) -> CannotPublish:
    return CannotPublish(
        f"{key} 已经发布，版本发布后不再改动；请在“版本信息”里换一个版本编号。",
        f"{key} is published already and never changes; give the draft another edition id.",
    )


def _texts(draft: int) -> dict[str, str]:
    return {file.name: file.text for file in DraftFile.objects.filter(draft=draft)}


def _date_it(draft: int, in_force: date, by: int | None, at: datetime) -> None:
    """The text itself says from when it holds."""
    path = "header.edition.in_force"
    for file in DraftFile.objects.select_for_update().filter(draft=draft):
        try:
            spot = writing.spots(file.text).get(path)
            if spot is not None and spot.value != in_force.isoformat():
                text = writing.put(file.text, path, in_force.isoformat())
                save_file(draft=draft, name=file.name, text=text, version=file.version, what="dated", by=by, at=at)
        except writing.CannotWrite as fault:
            raise CannotPublish(fault.zh, fault.en) from fault


def open_draft(draft: int) -> Draft:
    """The row, locked; a published draft is no longer written to."""
    row = _unpublished(draft)
    if row.proposals.filter(state__in=[Proposal.State.WAITING, Proposal.State.AGREED]).exists():
        raise UnderReview(draft)
    return row


def _unpublished(draft: int) -> Draft:
    row = Draft.objects.select_for_update().filter(pk=draft, removed_at__isnull=True).first()
    if row is None:
        raise NoSuchDraft(draft)
    if row.published_as:
        raise Closed(row.published_as)
    return row


def _suggested(read: ReadDraft, ids: list[str]) -> Iterator[DraftSuggestion]:
    """Everything found, sort by sort, with the words, the clauses and what was understood of it."""
    clause_id = dict(zip((clause.path for clause in read.clauses), ids, strict=True))
    for sort, found in (("post", read.posts), ("form", read.forms), ("department", read.departments)):
        for one in found:
            yield DraftSuggestion(sort=sort, words=one.name, clauses=[clause_id[path] for path in one.clauses])
    for limit in read.limits:
        told = Understood(limit.kind, limit.value, limit.unit, limit.times, limit.min).as_json()
        yield DraftSuggestion(sort="limit", words=limit.words, clauses=[clause_id[limit.clause]], understood=told)
    for saying in read.escalations:
        told = Understood(saying.kind).as_json()
        yield DraftSuggestion(
            sort="escalation", words=saying.words, clauses=[clause_id[saying.clause]], understood=told
        )
    for saying in read.principles:
        yield DraftSuggestion(sort="principle", words=saying.words, clauses=[clause_id[saying.clause]])
