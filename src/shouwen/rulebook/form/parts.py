"""A rule, or a part of one, among the files of a draft: found by its path, changed, added, removed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook.form.spec import HEADER, Keyed, Listed, Record, Spec, field_of, spec_of
from shouwen.rulebook.form.steps import renamed
from shouwen.rulebook.form.values import MISSING, Values, pruned, values_of, written_of
from shouwen.rulebook.load.parts import KINDS, RULE_KINDS
from shouwen.rulebook.rewriting import rewritten, tree_of, with_rule, without
from shouwen.rulebook.rewriting_header import header_of, with_header
from shouwen.rulebook.writing import CannotWrite, spots

HEADING = "header"
# Files whose name is not the kind with an s.
HOMES = {"duty": "duties.yaml"}


@dataclass(frozen=True)
class Piece:
    """Where a part is written, what its form asks for, and what stands there."""

    file: str
    root: str
    kind: str
    path: str
    spec: Spec
    tree: Any

    @property
    def name(self) -> str:
        """Its own name: a rule's, or the key under which it stands."""
        return str(self.tree[self.kind]) if self.is_rule else self.path.rpartition(".")[2]

    @property
    def is_rule(self) -> bool:
        return self.path == self.root and not self.is_header

    @property
    def is_header(self) -> bool:
        return self.kind == HEADING

    @property
    def is_named(self) -> bool:
        return self.is_rule or not self.name.isdecimal()

    @property
    def procedure(self) -> str:
        """The procedure in whose words it is told."""
        return self.root if self.kind == "procedure" else ""

    def values(self) -> Values:
        return values_of(self.spec, self.tree)


def rules_in(text: str) -> dict[str, str]:
    """The rules of a file by path, with their kinds."""
    found = {}
    for path, spot in spots(text).items():
        first = spot.node.value[0] if isinstance(spot.node.value, list) and spot.node.value else None
        if path.count(".") < 2 and isinstance(first, tuple) and first[0].value in KINDS:
            kind, name = first[0].value, str(first[1].value)
            if path == (name if kind in RULE_KINDS else f"{kind}.{name}"):
                found[path] = kind
    return found


def find(files: Mapping[str, str], path: str) -> Piece | None:
    """The part at a path, if it is written where a form can change it."""
    if path == HEADING:
        return _heading(files)
    for file, text in files.items():
        try:
            known = spots(text)
            if path not in known:
                continue
            rules = rules_in(text)
        except CannotWrite:
            continue  # the checker says so, with the line
        root = next((each for each in (path, *_around(path)) if each in rules), "")
        spec = _spec_at(rules[root], path[len(root) + 1 :]) if root else None
        if spec is not None:
            return Piece(file, root, rules[root], path, spec, tree_of(text, path))
    return None


def _heading(files: Mapping[str, str]) -> Piece | None:
    """What holds for the whole rulebook, in the file that says which one it is."""
    for file, text in files.items():
        try:
            tree = header_of(text)
        except CannotWrite:
            continue
        if tree is not None:
            return Piece(file, HEADING, HEADING, HEADING, HEADER, tree)
    return None


def _around(path: str) -> list[str]:
    steps = path.split(".")
    return [".".join(steps[:n]) for n in range(len(steps) - 1, 0, -1)]


def _spec_at(kind: str, inner: str) -> Spec | None:
    spec: Spec | None = spec_of(kind)
    for step in filter(None, inner.split(".")):
        if isinstance(spec, Record):
            each = field_of(spec, step)
            spec = each.spec if each else None
        elif isinstance(spec, (Listed, Keyed)):
            spec = spec.item
        else:
            return None
    return spec


def changed(piece: Piece, text: str, name: str, values: Values) -> tuple[str, str]:
    """The file with the part as its form says, and the path under which it stands then."""
    if piece.is_header:
        head = written_of(piece.spec, pruned(piece.spec, values), header_of(text) or {})
        return with_header(text, head), HEADING
    before = tree_of(text, piece.path)
    tree = written_of(piece.spec, pruned(piece.spec, values), before)
    name = name.strip() or piece.name
    if piece.is_rule:
        tree = {**tree, piece.kind: name}
        return rewritten(text, piece.path, tree), name if piece.kind in RULE_KINDS else f"{piece.kind}.{name}"
    if name == piece.name or not piece.is_named:
        return rewritten(text, piece.path, tree), piece.path
    around = piece.path.rpartition(".")[0]
    beside = tree_of(text, around)
    if name in beside:
        raise CannotWrite(
            f"这里已有“{name}”，请换一个代号。", f"There is a '{name}' here already; choose another name."
        )
    if piece.procedure and around == f"{piece.root}.steps":
        whole = tree_of(text, piece.root)
        whole = {**whole, "steps": {**beside, piece.name: tree}}
        return rewritten(text, piece.root, renamed(whole, piece.name, name)), f"{around}.{name}"
    moved = {
        (name if key == piece.name else key): (tree if key == piece.name else value) for key, value in beside.items()
    }
    return rewritten(text, around, moved), f"{around}.{name}"


def added(text: str, kind: str, name: str, values: Values, *, after: str = "", tree: Any = MISSING) -> tuple[str, str]:
    """The file with one more rule, perhaps like another one, and the path of the new one."""
    path = name if kind in RULE_KINDS else f"{kind}.{name}"
    if path in spots(text):
        raise CannotWrite(f"已有“{path}”，请换一个代号。", f"There is '{path}' already; choose another name.")
    spec = spec_of(kind)
    written = written_of(spec, pruned(spec, values), tree)
    inner = {key: value for key, value in written.items() if key != kind} if isinstance(written, dict) else {}
    return with_rule(text, {kind: name, **inner}, after=after), path


def put_back(piece: Piece, before: str, text: str, name: str, values: Values) -> tuple[str, str]:
    """A part that was taken out of the file meanwhile, as its form says, into the file as it stands; and its path."""
    whole, path = changed(piece, before, name, values)
    known = spots(text)
    if path in known:
        raise CannotWrite(f"已有“{path}”，请换一个代号。", f"There is '{path}' already; choose another name.")
    if piece.is_rule or piece.root not in known:
        return with_rule(text, tree_of(whole, path if piece.is_rule else piece.root)), path
    around, _dot, key = path.rpartition(".")
    beside = tree_of(text, around) if around in known else None
    if not isinstance(beside, dict):
        raise CannotWrite("它原来所在的地方也已删去，放不回去。", "The place where it stood is gone too.")
    return rewritten(text, around, {**beside, key: tree_of(whole, path)}), path


def removed(piece: Piece, text: str) -> str:
    """The file without the part."""
    if piece.is_rule:
        return without(text, piece.path)
    around = piece.path.rpartition(".")[0]
    beside = tree_of(text, around)
    if isinstance(beside, list):
        left: Any = [item for n, item in enumerate(beside) if str(n) != piece.name]
    else:
        left = {key: value for key, value in beside.items() if key != piece.name}
    return rewritten(text, around, left)


def home_of(files: Mapping[str, str], kind: str) -> str:
    """The file in which most rules of the kind stand; else one of its own."""
    counted: Counter[str] = Counter()
    for file, text in files.items():
        try:
            counted[file] = sum(1 for each in rules_in(text).values() if each == kind)
        except CannotWrite:
            continue
    best = max(counted, key=lambda file: counted[file], default="")
    return best if best and counted[best] else HOMES.get(kind, f"{kind}s.yaml")
