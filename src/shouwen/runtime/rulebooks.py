"""The editions in use here: installed with confirmed figures, compiled once for each process, looked up by their key."""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import Min

from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.rulebook.load import Loaded, load, load_texts
from shouwen.rulebook.load.parameters import Parameter, with_parameters
from shouwen.rulebook.load.parameters import parameters as left_open
from shouwen.rulebook.model import Problem, Rulebook
from shouwen.rulebook.model.resources import Attributes
from shouwen.runtime import compiled
from shouwen.runtime.encoding import canonical
from shouwen.runtime.models import EditionEntry, InstalledRulebook

log = logging.getLogger(__name__)

# Editions do not change; confirmed figures do, now and then. A process learns of it within this time.
FRESH_SECONDS = 5.0
INSTALLED = "installed"


class NotInstalled(LookupError):
    """A subject names an edition that this database does not have."""


class AlreadyInstalled(ValueError):
    """An edition is published once and never changed."""


class FaultyRulebook(ValueError):
    """The rulebook cannot run; `problems` says why, each with what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.where}: {problem.message_en}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Edition:
    """One edition ready to decide, with where and from when it holds."""

    key: str
    version: int
    content_hash: str
    in_force: date
    units: frozenset[str]
    retired_on: date | None
    """From this day no case begins under it."""
    rulebook: Rulebook
    compiled: Compiled
    open_figures: tuple[Parameter, ...]
    """Everything the text leaves open, as it is written; what was confirmed is in `rulebook`."""
    confirmed: Mapping[str, str]

    def holds(self, day: date) -> bool:
        """Whether cases begin under it on this day, somewhere."""
        return self.in_force <= day and (self.retired_on is None or day < self.retired_on)


class _Editions:
    """What this process has compiled."""

    def __init__(self) -> None:
        self.by_key: dict[str, Edition] = {}
        self.good_until = 0.0
        self.lock = threading.Lock()

    def current(self) -> Mapping[str, Edition]:
        if time.monotonic() >= self.good_until:
            with self.lock:
                self._refresh()
        return self.by_key

    def _refresh(self) -> None:
        found = {}
        for row in InstalledRulebook.objects.defer("files").order_by("in_force", "id"):
            known = self.by_key.get(row.key)
            here = (row.version, row.content_hash, frozenset(row.units), row.retired_on)
            same = known and (known.version, known.content_hash, known.units, known.retired_on) == here
            found[row.key] = known if known and same else _ready(row)
        self.by_key = found
        self.good_until = time.monotonic() + FRESH_SECONDS


_editions = _Editions()


def forget() -> None:
    """Look at the table again at the next call; for those who have just changed it."""
    _editions.good_until = 0.0


def edition(key: str) -> Edition:
    """The edition by its key; one that was installed a moment ago is found as well."""
    found = _editions.current().get(key)
    if found is None:
        forget()
        found = _editions.current().get(key)
    if found is None:
        raise NotInstalled(f"The rulebook {key} is not installed here: publish it with 'shouwen rulebook publish'.")
    return found


def get(key: str) -> Compiled:
    """The edition as the engine wants it."""
    return edition(key).compiled


def rulebook(key: str) -> Rulebook:
    """The edition as it is written."""
    return edition(key).rulebook


def installed() -> tuple[str, ...]:
    """Every edition installed here, in the order of their coming into force."""
    return tuple(_editions.current())


def in_use_since() -> Mapping[str, datetime]:
    """When each edition was taken into use here for the first time."""
    taken = EditionEntry.objects.filter(what=INSTALLED).values_list("edition").annotate(first=Min("at"))
    return {**dict(InstalledRulebook.objects.values_list("key", "at")), **dict(taken)}


def words_of_objects() -> Mapping[str, str]:
    """What the rulebooks installed here call kinds of objects and their milestones."""
    blocks = [block for each in _editions.current().values() for block in each.rulebook.blocks]
    kept = [block for block in blocks if isinstance(block, Attributes)]
    titles = {block.of: block.title for block in kept if block.title}
    return {**titles, **{name: word for block in kept for name, word in block.milestones.items()}}


def in_force(day: date, unit_path: tuple[str, ...] = ()) -> tuple[Edition, ...]:
    """The newest edition of each rulebook that holds on the day for a unit, given by its path from the top.

    Of two that begin on one day the one holds that was taken into use later.

    One that is retired by then counts no more: what holds beside it, or held before it, does.
    """
    newest: dict[str, Edition] = {}
    for each in _editions.current().values():
        covers = not each.units or not each.units.isdisjoint(unit_path)
        if covers and each.holds(day):
            newest[each.rulebook.header.rulebook] = each
    return tuple(newest.values())


@transaction.atomic
def install(
    *,
    path: Path,
    units: tuple[str, ...] = (),
    parameters: Mapping[str, str] | None = None,
    by: int | None,
    at: datetime,
) -> str:
    """Takes an edition into use, or changes where it holds and which figures are confirmed; its text stays as it is."""
    loaded = load(path)
    book = _sound(loaded)
    _settled(book, parameters or {})
    row = InstalledRulebook.objects.select_for_update().filter(key=book.key).first()
    if row is None:
        row = InstalledRulebook(key=book.key, version=0)
    row.path, row.files, row.content_hash = str(path), {}, content_hash(path)
    row.parameters = {**row.parameters, **(parameters or {})}
    return _take_into_use(row, book, units, by, at)


@transaction.atomic
def install_texts(*, files: Mapping[str, str], units: tuple[str, ...], by: int | None, at: datetime) -> str:
    """Takes an edition into use that lies in no folder; one that is there already is not touched."""
    book = _sound(load_texts(files))
    if InstalledRulebook.objects.filter(key=book.key).exists():
        raise AlreadyInstalled(book.key)
    row = InstalledRulebook(key=book.key, version=0, files=dict(files), content_hash=hash_of(files))
    return _take_into_use(row, book, units, by, at)


def _take_into_use(row: InstalledRulebook, book: Rulebook, units: tuple[str, ...], by: int | None, at: datetime) -> str:
    row.in_force, row.units = book.header.edition.in_force, list(units)
    row.by_id, row.at = by, at
    row.version += 1
    row.save()
    EditionEntry.objects.create(
        edition=row.key, what=INSTALLED, day=row.in_force, units=row.units, by_id=by, at=at, reason=""
    )
    transaction.on_commit(forget)
    forget()
    return row.key


def _sound(loaded: Loaded) -> Rulebook:
    faults = tuple(problem for problem in loaded.problems if problem.level == "error")
    if loaded.rulebook is None or faults:
        raise FaultyRulebook(faults)
    return loaded.rulebook


def written(row: InstalledRulebook) -> Loaded:
    """An edition as it is written, without what was confirmed."""
    return load(Path(row.path)) if row.path else load_texts(row.files)


def texts(key: str) -> dict[str, str]:
    """Names and texts of an edition's files, to the letter."""
    row = InstalledRulebook.objects.filter(key=key).first()
    if row is None:
        raise NotInstalled(f"The rulebook {key} is not installed here.")
    if not row.path:
        return dict(row.files)
    path = Path(row.path)
    if path.is_file():
        return {path.name: path.read_bytes().decode()}
    found = (file for ending in ("*.yaml", "*.yml") for file in path.rglob(ending))
    return {file.relative_to(path).as_posix(): file.read_bytes().decode() for file in sorted(found)}


def hash_of(files: Mapping[str, str]) -> str:
    """One hash over names and texts that lie in no folder."""
    digest = sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()


def content_hash(path: Path) -> str:
    """One hash over the names and texts of an edition's files."""
    files = [path] if path.is_file() else sorted(path.rglob("*.y*ml"))
    digest = sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _ready(row: InstalledRulebook) -> Edition:
    settled, made, figures = _read(row)
    known = {figure.key for figure in figures}
    for stray in sorted(row.parameters.keys() - known):
        # The desk goes on; the text no longer leaves this open, or calls it otherwise.
        log.error("%s no longer has the figure '%s' that was confirmed as %s", row.key, stray, row.parameters[stray])
    return Edition(
        key=row.key,
        version=row.version,
        content_hash=row.content_hash,
        in_force=row.in_force,
        units=frozenset(row.units),
        retired_on=row.retired_on,
        rulebook=settled,
        compiled=made,
        open_figures=figures,
        confirmed={key: value for key, value in row.parameters.items() if key in known},
    )


def _read(row: InstalledRulebook) -> compiled.Read:
    content = content_hash(Path(row.path)) if row.path else row.content_hash
    print_ = compiled.fingerprint(content, canonical(row.parameters))
    found = compiled.recall(row.key, print_)
    if found is None:
        loaded = written(row)
        if loaded.rulebook is None:
            raise FaultyRulebook(loaded.problems)
        figures = left_open(loaded.rulebook, loaded.places)
        chosen = {each.key: row.parameters[each.key] for each in figures if each.key in row.parameters}
        settled = _settled(loaded.rulebook, chosen)
        found = settled, compile_rulebook(settled), figures
        compiled.keep(row.key, print_, found)
    return found


def _settled(text: Rulebook, confirmed: Mapping[str, str]) -> Rulebook:
    settled, problems = with_parameters(text, confirmed)
    if problems:
        raise FaultyRulebook(problems)
    return settled
