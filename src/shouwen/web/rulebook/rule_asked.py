"""What a page about one rule is asked for: an existing part, a copy of one, or a new one of a kind, with what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from shouwen.authoring import queries
from shouwen.authoring.naming import named, short_name
from shouwen.rulebook.form.choices import END, Choices
from shouwen.rulebook.form.filled import blank, filled, nested, operated
from shouwen.rulebook.form.parts import Piece, added, changed, find, home_of, rules_in
from shouwen.rulebook.form.spec import Record, Spec, spec_of
from shouwen.rulebook.form.spoken import Spoken
from shouwen.rulebook.form.values import MISSING, Values
from shouwen.rulebook.load.parts import KINDS, RULE_KINDS
from shouwen.rulebook.writing import CannotWrite
from shouwen.web.ui.staff import StaffRequest

SAYS = "="
MOST_VERSIONS = 2**31 - 1
FIELDS = ("part", "kind", "copy", "after")


@dataclass(frozen=True)
class Asked:
    """One form: about what, from which version of which file, with which values."""

    view: queries.DraftView
    spec: Spec
    file: str
    version: int
    name: str
    values: Values
    piece: Piece | None = None
    kind: str = ""
    copy: str = ""
    touched: str = ""
    is_lost: bool = False
    """Somebody deleted the part meanwhile; what stands here is of the version that the page showed."""
    kept_at: str = ""
    """When what stands here was typed, if it was never saved."""
    like: Any = field(default=MISSING, compare=False)

    @property
    def path(self) -> str:
        """Where its problems are told of; a new rule has its place once it is written."""
        if self.piece is not None:
            return self.piece.path
        return self.name if self.kind in RULE_KINDS else f"{self.kind}.{self.name}"

    @property
    def procedure(self) -> str:
        return self.piece.procedure if self.piece else self.name if self.kind == "procedure" else ""


def asked(request: StaffRequest, view: queries.DraftView) -> Asked:
    """From the address on a first visit, from the form after that."""
    given = request.POST or request.GET
    found = about(view, given)
    if request.method == "POST":
        return typed(found, {name: given.getlist(name) for name in given})
    clause = given.get("clause", "")
    return replace(found, values={**found.values, "cites": [clause]}) if clause and not given.get("part") else found


def about(view: queries.DraftView, given: Mapping[str, str]) -> Asked:
    """The part as it stands, or a new one, before anything is typed."""
    path, kind, copy = (given.get(key, "") for key in ("part", "kind", "copy"))
    if path and find(view.texts, path) is None and given.get("version", "").isdecimal():
        return _lost(view, path, given.get("file", ""), int(given["version"]))
    return _existing(view, path) if path else _copy(view, copy) if copy else _new(view, kind)


def typed(found: Asked, given: Mapping[str, Sequence[str]]) -> Asked:
    """The same with what the fields of the form hold."""
    values = filled(found.spec, nested((name, each) for name, held in given.items() for each in held))
    name, version, file = (next(iter(given.get(key, ())), "") for key in ("name", "version", "file"))
    values = _read(replace(found, name=name or found.name), values, given.get("said", ()))
    values |= {key: found.values[key] for key in apart(found) if key in found.values}
    op, _space, where = next((each for each in given.get("op", ()) if each), "").partition(" ")
    operated(found.spec, values, op, where)
    return replace(
        found,
        values=values,
        touched=where,
        name=name.strip() if "name" in given else found.name,
        file=file.strip() or found.file,
        version=int(version) if version.isdecimal() else 0,
    )


def _read(form: Asked, values: Values, said: Sequence[str]) -> Values:
    """Names that people know as the codes behind them."""
    book = form.view.study().rulebook
    if book is None:
        return values
    pairs = (each.partition(SAYS) for each in said)
    spoken = Spoken(Choices(book, "zh", form.procedure), {words: code for code, _says, words in pairs})
    return spoken.read(form.spec, values)


def apart(form: Asked) -> frozenset[str]:
    """The steps of a procedure have forms of their own, beside its chart: its own form neither shows nor changes them."""
    whole = form.kind == "procedure" and (form.piece is None or form.piece.is_rule)
    return frozenset({"steps"}) if whole else frozenset()


def _existing(view: queries.DraftView, path: str) -> Asked:
    piece = find(view.texts, path)
    if piece is None or not isinstance(piece.spec, Record):
        raise Http404(_("草稿里没有这条规则"))
    file = view.files[piece.file]
    return Asked(view, piece.spec, file.name, file.version, piece.name, piece.values(), piece, piece.kind)


def _lost(view: queries.DraftView, path: str, file: str, version: int) -> Asked:
    """A part that was there when the page was drawn."""
    text = queries.text_at(view.id, file, version) if version <= MOST_VERSIONS else None
    piece = find({file: text}, path) if text else None
    if piece is None or not isinstance(piece.spec, Record):
        raise Http404(_("草稿里没有这条规则"))
    return Asked(view, piece.spec, file, version, piece.name, piece.values(), piece, piece.kind, is_lost=True)


def _copy(view: queries.DraftView, path: str) -> Asked:
    like = _existing(view, path)
    if like.piece is None or not like.piece.is_rule:
        raise Http404(_("草稿里没有这条规则"))
    name = short_name(like.name, taken(view))
    return replace(like, piece=None, name=name, copy=path, like=like.piece.tree)


def _new(view: queries.DraftView, kind: str) -> Asked:
    if kind not in KINDS:
        raise Http404(_("没有这种规则"))
    spec = spec_of(kind)
    file = home_of(view.texts, kind)
    version = view.files[file].version if file in view.files else 0
    values = blank(spec)
    if kind == "procedure":
        # A procedure begins with one step, which its chart then goes on from.
        out = [{"key": "done", "value": {"then": END, "title": _("已办完")}}]
        values["steps"] = [{"key": "first", "value": {"title": _("第一步"), "out": out}}]
    return Asked(view, spec, file, version, "", values, kind=kind)


def taken(view: queries.DraftView) -> set[str]:
    """Names that stand in the draft already."""
    found: set[str] = set()
    for text in view.texts.values():
        try:
            found |= {path.rpartition(".")[2] for path in rules_in(text)}
        except CannotWrite:
            continue
    return found


def written(form: Asked) -> tuple[str, str, str]:
    """File, its text with the form carried out, and the path of the part in it."""
    base = _base(form)
    values = named(form.spec, form.values)
    if form.piece is not None:
        text, path = changed(form.piece, base, form.name, values)
        return form.file, text, path
    name = form.name or short_name(str(values.get("title", "")) or form.kind, taken(form.view))
    text, path = added(base, form.kind, name, values, after=form.copy if form.copy in base else "", tree=form.like)
    return form.file, text, path


def _base(form: Asked) -> str:
    """The text that the page showed; of a file that nobody saved since it is the one there is."""
    file = form.view.files.get(form.file)
    if file is not None and file.version == form.version:
        return file.text
    return (queries.text_at(form.view.id, form.file, form.version) if form.version else "") or ""
