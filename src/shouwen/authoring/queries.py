"""Drafts as pages read them: which there are, their files, what is wrong with them, and who saved what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from shouwen.authoring.models import Draft, DraftFile, DraftSave, DraftSuggestion, Proposal
from shouwen.authoring.understood import Understood, from_json
from shouwen.rulebook.check import check
from shouwen.rulebook.load import Loaded, load_texts
from shouwen.rulebook.model import Problem, Rulebook

KEPT_STUDIES = 8
HISTORY = 50
REMOVED_SHOWN = 20
OPEN = (Proposal.State.WAITING, Proposal.State.AGREED)
# The words of sorts and states of suggestions, as pages show them.
SUGGESTED = frozenset(str(word) for word in (*DraftSuggestion.Sort.labels, *DraftSuggestion.State.labels))


class NoSuchDraft(LookupError):
    """There is no draft with this number."""


@dataclass(frozen=True)
class Study:
    """The typed rulebook of some files, as far as it could be typed, and everything found about it."""

    loaded: Loaded
    problems: tuple[Problem, ...]

    @property
    def rulebook(self) -> Rulebook | None:
        return self.loaded.rulebook

    @property
    def errors(self) -> int:
        return sum(1 for problem in self.problems if problem.level == "error")

    @property
    def warnings(self) -> int:
        return sum(1 for problem in self.problems if problem.level == "warning")


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a draft."""

    name: str
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its files by name."""

    id: int
    name: str
    origin: str
    created_at: datetime
    published_as: str
    published_at: datetime | None
    files: Mapping[str, FileView]

    @property
    def texts(self) -> dict[str, str]:
        return {name: file.text for name, file in self.files.items()}

    def study(self) -> Study:
        return study(self.texts)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list, with its last save."""

    id: int
    name: str
    origin: str
    files: int
    last_at: datetime
    last_by: int | None
    published_as: str
    review: str
    """How its proposal stands, while one is under way."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A draft that was deleted: who, when and why."""

    name: str
    origin: str
    by: int | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Save:
    """One save in the history."""

    name: str
    version: int
    what: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a read document suggested, and what became of it."""

    id: int
    sort: str
    sort_title: str
    clauses: tuple[str, ...]
    words: str
    state: str
    state_title: str
    accepted_as: str
    rules: str
    says: Mapping[str, tuple[str, ...]]
    source: str
    understood: Understood | None
    became: str


def drafts() -> tuple[DraftRow, ...]:
    """Every draft, the last one saved first."""
    last: dict[int, DraftSave] = {
        save.draft_id: save for save in DraftSave.objects.order_by("draft", "-id").distinct("draft").defer("text")
    }
    counted: dict[int, int] = {}
    for draft_id in DraftFile.objects.values_list("draft", flat=True):
        counted[draft_id] = counted.get(draft_id, 0) + 1
    open_ones = Proposal.objects.filter(state__in=OPEN, draft__isnull=False)
    review = {row.draft_id: row.get_state_display() for row in open_ones}
    rows = [
        DraftRow(
            draft.pk, draft.name, draft.origin, counted.get(draft.pk, 0), last[draft.pk].at, last[draft.pk].by_id,
            draft.published_as, review.get(draft.pk, ""),
        )
        for draft in Draft.objects.filter(removed_at__isnull=True)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.last_at, reverse=True))


def removed() -> tuple[Removed, ...]:
    """The drafts deleted last, newest first."""
    rows = Draft.objects.filter(removed_at__isnull=False).order_by("-removed_at")[:REMOVED_SHOWN]
    return tuple(
        Removed(row.name, row.origin, row.removed_by_id, row.removed_at, row.removed_because)
        for row in rows
        if row.removed_at is not None
    )


def draft(draft_id: int) -> DraftView:
    """One draft with the texts of all its files."""
    row = Draft.objects.filter(pk=draft_id, removed_at__isnull=True).first()
    if row is None:
        raise NoSuchDraft(draft_id)
    files = {file.name: FileView(file.name, file.text, file.version) for file in row.files.order_by("name")}
    return DraftView(row.pk, row.name, row.origin, row.created_at, row.published_as, row.published_at, files)


def study(files: Mapping[str, str]) -> Study:
    """Loaded and checked; kept for the last few, since a page is read more often than a draft is changed."""
    return _study(tuple(sorted(files.items())))


@lru_cache(maxsize=KEPT_STUDIES)
def _study(files: tuple[tuple[str, str], ...]) -> Study:
    loaded = load_texts(dict(files))
    found = check(loaded.rulebook, loaded.places) if loaded.rulebook else ()
    return Study(loaded, (*loaded.problems, *found))


def text_at(draft_id: int, name: str, version: int) -> str | None:
    """What a file held after one of its saves."""
    return DraftSave.objects.filter(draft=draft_id, name=name, version=version).values_list("text", flat=True).first()


def history(draft_id: int) -> tuple[Save, ...]:
    """The last saves, newest first."""
    rows = DraftSave.objects.filter(draft=draft_id).order_by("-id").defer("text")[:HISTORY]
    return tuple(Save(row.name, row.version, row.what, row.by_id, row.at) for row in rows)


def last_author(draft_id: int) -> int | None:
    """Who saved last."""
    return DraftSave.objects.filter(draft=draft_id).order_by("-id").values_list("by", flat=True).first()


def suggestions(draft_id: int) -> tuple[Suggestion, ...]:
    """In the order of the document."""
    rows = DraftSuggestion.objects.filter(draft=draft_id).order_by("id")
    return tuple(
        Suggestion(
            row.pk, row.sort, row.get_sort_display(), tuple(row.clauses), row.words, row.state,
            row.get_state_display(), row.accepted_as, row.rules, row.says, row.source,
            from_json(row.understood, row.sort, row.words), row.became,
        )
        for row in rows
    )  # fmt: skip
