"""The only writes to drafts: made, saved file by file, decided, published."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from shouwen.authoring.accepting import FILES, rule_of
from shouwen.authoring.models import Draft, DraftFile, DraftSave, DraftSuggestion
from shouwen.authoring.queries import NoSuchDraft, last_author, study
from shouwen.rulebook import writing
from shouwen.rulebook.model import Problem
from shouwen.rulebook.read import proposals
from shouwen.rulebook.read.draft import Draft as ReadDraft
from shouwen.rulebook.read.folder import files_of as files_of_reading
from shouwen.runtime import rulebooks

# What the reader found beside clauses waits for its author's word.
NOT_APPLIED = ("suggestions.json", "posts.yaml")
LONGEST = 1_000_000


class Conflict(Exception):
    """Somebody saved the file meanwhile; both texts are kept for whoever has to bring them together."""

    def __init__(self, *, name: str, mine: str, theirs: str, version: int, by: int | None, at: datetime) -> None:
        super().__init__(f"{name} is at version {version} now")
        self.name = name
        self.mine = mine
        self.theirs = theirs
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


class CannotAccept(ValueError):
    """Why proposed rules cannot go into the draft as it stands; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Closed(ValueError):
    """The draft was published; a published edition is never changed."""


@transaction.atomic
def make_draft(*, name: str, origin: str, files: Mapping[str, str], by: int | None, at: datetime) -> int:
    """A new draft with these files, each at its first version."""
    row = Draft.objects.create(name=name.strip() or origin, origin=origin, created_by_id=by, created_at=at)
    for file, text in files.items():
        DraftFile.objects.create(draft=row, name=file, text=text)
        DraftSave.objects.create(draft=row, name=file, version=1, text=text, what="made", by_id=by, at=at)
    return row.pk


def copy_edition(*, key: str, name: str, by: int | None, at: datetime) -> int:
    """A draft that begins as an installed edition, to the letter."""
    return make_draft(name=name, origin=key, files=rulebooks.texts(key), by=by, at=at)


@transaction.atomic
def make_from_reading(*, read: ReadDraft, origin: str, code: str, in_force: date, by: int | None, at: datetime) -> int:
    """Clauses as they were read; everything else waits as a suggestion."""
    files = files_of_reading(read, code=code, in_force=in_force)
    files = {name: text for name, text in files.items() if name not in NOT_APPLIED}
    draft = make_draft(name=read.title or origin, origin=origin, files=files, by=by, at=at)
    written = study(files).rulebook
    ids = [clause.id for clause in written.clauses] if written else []
    DraftSuggestion.objects.bulk_create(
        DraftSuggestion(draft_id=draft, sort=sort, words=words, clauses=clauses)
        for sort, words, clauses in _suggested(read, ids)
    )
    return draft


@transaction.atomic
def save_file(
    *, draft: int, name: str, text: str, version: int, what: str = "saved", by: int | None, at: datetime
) -> int:
    """The file's new version; `version` is the one that the text was made from, 0 for a new file."""
    _open_draft(draft)
    if len(text) > LONGEST:
        raise ValueError(f"{name} has more than {LONGEST} characters")
    row = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    if row is None:
        row = DraftFile(draft_id=draft, name=name, version=0)
    if row.version != version:
        last = DraftSave.objects.get(draft=draft, name=name, version=row.version)
        raise Conflict(name=name, mine=text, theirs=row.text, version=row.version, by=last.by_id, at=last.at)
    if version and row.text == text:
        return row.version
    row.text, row.version = text, version + 1
    row.save()
    DraftSave.objects.create(draft_id=draft, name=name, version=row.version, text=text, what=what, by_id=by, at=at)
    return row.version


@transaction.atomic
def accept_suggestion(*, draft: int, suggestion: int, words: str, by: int | None, at: datetime) -> None:
    """It becomes a rule of the draft, in its author's words."""
    _open_draft(draft)
    row = DraftSuggestion.objects.select_for_update().get(pk=suggestion, draft=draft)
    if row.state != DraftSuggestion.State.OPEN:
        return
    chosen = words.replace("\r\n", "\n").strip() or row.rules or row.words
    if row.sort == DraftSuggestion.Sort.RULE:
        _take_in(draft, chosen, by, at)
    else:
        _write(draft, row, chosen, by, at)
    row.state, row.accepted_as, row.by_id, row.at = DraftSuggestion.State.ACCEPTED, chosen, by, at
    row.save()


def _write(draft: int, row: DraftSuggestion, chosen: str, by: int | None, at: datetime) -> None:
    taken = {path for file in DraftFile.objects.filter(draft=draft) for path in writing.spots(file.text)}
    name = FILES[row.sort][0]
    file = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    text = writing.append(file.text if file else "", rule_of(row.sort, chosen, row.clauses, taken))
    save_file(draft=draft, name=name, text=text, version=file.version if file else 0, what="accepted", by=by, at=at)


def _take_in(draft: int, rules: str, by: int | None, at: datetime) -> None:
    """Proposed rules, perhaps corrected: the draft may have changed since they were found sound."""
    files = {file.name: file for file in DraftFile.objects.select_for_update().filter(draft=draft)}
    texts = {name: file.text for name, file in files.items()}
    why = proposals.unsound(rules, texts)
    if why is not None:
        raise CannotAccept(*why)
    version = files[proposals.FILE].version if proposals.FILE in files else 0
    text = proposals.added(texts, rules)
    save_file(draft=draft, name=proposals.FILE, text=text, version=version, what="accepted", by=by, at=at)


@transaction.atomic
def add_proposals(*, draft: int, kept: tuple[proposals.Kept, ...], source: str) -> int:
    """How many of them are new; each waits for its author's word like what was found in the document."""
    _open_draft(draft)
    there = set(DraftSuggestion.objects.filter(draft=draft).values_list("rules", flat=True))
    new = [one for one in kept if one.proposal.rules not in there]
    DraftSuggestion.objects.bulk_create(
        DraftSuggestion(
            draft_id=draft,
            sort=DraftSuggestion.Sort.RULE,
            clauses=[one.proposal.clause],
            words=one.proposal.words,
            rules=one.proposal.rules,
            says={"zh": one.zh, "en": one.en},
            source=source,
        )
        for one in new
    )
    return len(new)


def reject_suggestion(*, draft: int, suggestion: int, by: int | None, at: datetime) -> None:
    """It stays on the list as rejected."""
    _open_draft(draft)
    DraftSuggestion.objects.filter(pk=suggestion, draft=draft, state=DraftSuggestion.State.OPEN).update(
        state=DraftSuggestion.State.REJECTED, by=by, at=at
    )


@transaction.atomic
def publish(*, draft: int, in_force: date, units: tuple[str, ...], by: int | None, at: datetime) -> str:
    """The edition's key: it holds from the day on for these units (all, if none), and is never changed again."""
    row = _open_draft(draft)
    if settings.SECOND_PERSON_PUBLISHES and by == last_author(draft):
        raise CannotPublish(
            "最后一次修改是您本人做的，须由另一人发布。",
            "You made the last change yourself; somebody else has to publish.",
        )
    _date_it(draft, in_force, by, at)
    files = {file.name: file.text for file in DraftFile.objects.filter(draft=draft)}
    errors = tuple(problem for problem in study(files).problems if problem.level == "error")
    if errors:
        raise CannotPublish(
            f"还有 {len(errors)} 处错误，改正后才能发布。",
            f"{len(errors)} errors are left; correct them first.",
            errors,
        )
    try:
        key = rulebooks.install_texts(files=files, units=units, by=by, at=at)
    except rulebooks.AlreadyInstalled as there:
        raise CannotPublish(
            f"{there} 已经发布，版本发布后不再改动；请把 edition 的 id 改成新的版本号。",
            f"{there} is published already and never changes; give the draft another edition id.",
        ) from there
    row.published_as, row.published_by_id, row.published_at, row.units = key, by, at, list(units)
    row.save()
    return key


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


def _open_draft(draft: int) -> Draft:
    row = Draft.objects.select_for_update().filter(pk=draft).first()
    if row is None:
        raise NoSuchDraft(draft)
    if row.published_as:
        raise Closed(row.published_as)
    return row


def _suggested(read: ReadDraft, ids: list[str]) -> list[tuple[str, str, list[str]]]:
    """Sort, words and clauses of everything found, sort by sort."""
    clause_id = dict(zip((clause.path for clause in read.clauses), ids, strict=True))
    named = (("post", read.posts), ("form", read.forms), ("department", read.departments))
    said = (("escalation", read.escalations), ("principle", read.principles))
    return [
        *((sort, one.name, [clause_id[path] for path in one.clauses]) for sort, found in named for one in found),
        *(("limit", one.words, [clause_id[one.clause]]) for one in read.limits),
        *((sort, one.words, [clause_id[one.clause]]) for sort, sayings in said for one in sayings),
    ]
