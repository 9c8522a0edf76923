"""Loading: from the files of an edition to the typed rulebook, with every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from shouwen.rulebook.load.parts import Parts, Written, sort_document
from shouwen.rulebook.load.spans import check_spans
from shouwen.rulebook.load.text import KEPT_PARTS, Reading, documents_in, plain_part, text_of
from shouwen.rulebook.load.typed import typed
from shouwen.rulebook.model import (
    BLOCKS,
    RULES,
    AnyBlock,
    AnyRule,
    Clause,
    Header,
    Place,
    Problem,
    Rulebook,
)

_ADAPTERS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(model) for kind, model in {**RULES, **BLOCKS}.items()}
_HEADER: TypeAdapter[Header] = TypeAdapter(Header)
_CLAUSE: TypeAdapter[Clause] = TypeAdapter(Clause)
_SHIPPED = Path(__file__).resolve().parents[2] / "rulebooks"


@dataclass(frozen=True)
class Loaded:
    """The rulebook as far as it could be typed, what is wrong with it, and where each part stands.

    `places` knows parts that could not be typed too, so that nobody calls them missing.
    """

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    places: Mapping[str, Place]


def load(path: Path) -> Loaded:
    """Read one edition: a folder with any number of *.yaml, or a single file."""
    reading = Reading()
    texts = {shown: text_of(file, shown, reading) for file, shown in _files(path, reading)}
    return _load(texts, path.name, reading)


def load_texts(files: Mapping[str, str]) -> Loaded:
    """The same for an edition that lies nowhere as a folder: its files' names and texts."""
    reading = Reading()
    if not files:
        reading.tell(
            "no_file",
            "header",
            "一个 YAML 文件也没有；请新建 header.yaml，写 rulebook:、title: 和 edition:。",
            "There is no YAML file; add header.yaml with rulebook:, title: and edition:.",
        )
    return _load({name: files[name] for name in sorted(files)}, next(iter(sorted(files)), ""), reading)


def _load(texts: Mapping[str, str], whole: str, reading: Reading) -> Loaded:
    parts = Parts()
    for shown, text in texts.items():
        for node in documents_in(text, shown, reading):
            sort_document(node, shown, parts, reading)
    header = _header(parts, whole, reading)
    clauses = [_part(each, reading) for each in parts.clauses]
    rules, blocks = _rules(parts, reading)
    if header is None:
        return Loaded(None, tuple(reading.problems), reading.places)
    rulebook = Rulebook(
        header=header,
        clauses=tuple(clause for clause in clauses if clause is not None),
        rules=tuple(rules),
        blocks=tuple(blocks),
    )
    check_spans(rulebook, reading)
    return Loaded(rulebook, tuple(reading.problems), reading.places)


def shipped() -> tuple[tuple[str, str, Path], ...]:
    """The editions that come with the program: name, edition, folder."""
    folders = sorted(path for path in _SHIPPED.glob("*/*") if path.is_dir() and any(path.rglob("*.yaml")))
    return tuple((path.parent.name, path.name, path) for path in folders if path.name != "stories")


def _files(path: Path, reading: Reading) -> list[tuple[Path, str]]:
    if path.is_file():
        return [(path, path.name)]
    found = sorted(file for ending in ("*.yaml", "*.yml") for file in path.rglob(ending))
    if not found:
        reading.tell(
            "no_file",
            str(path),
            f"{path} 里没有 *.yaml 文件；请给出一个版本的文件夹，例如 rulebooks/decor/2005-08。",
            f"There is no *.yaml file in {path}; name the folder of an edition, as rulebooks/decor/2005-08.",
            Place(file=str(path), line=1),
        )
    return [(file, str(file.relative_to(path))) for file in found]


def _header(parts: Parts, whole: str, reading: Reading) -> Header | None:
    if parts.header is not None:
        return typed(_HEADER, Header, parts.header, "header", reading)
    if not any(problem.code == "no_file" for problem in reading.problems):
        reading.tell(
            "no_header",
            "header",
            "没有制度头部；请在任一文件写 rulebook:、title: 和 edition: {id, in_force}。",
            "There is no header; write rulebook:, title: and edition: {id, in_force} in one of the files.",
            Place(file=whole, line=1),
        )
    return None


def _rules(parts: Parts, reading: Reading) -> tuple[list[AnyRule], list[AnyBlock]]:
    rules: list[AnyRule] = []
    blocks: list[AnyBlock] = []
    for each in parts.rules:
        part = _part(each, reading)
        if part is not None and each.given["kind"] in RULES:
            rules.append(part)
        elif part is not None:
            blocks.append(part)
    return rules, blocks


def _part(written: Written, reading: Reading) -> Any:
    """A clause, rule or block as its model; of what did not change the one that was made before."""
    made, problems = _made(written)
    reading.problems += problems
    return made


@lru_cache(KEPT_PARTS)
def _made(written: Written) -> tuple[Any, tuple[Problem, ...]]:
    own = Reading(places=plain_part(written.node, written.where, written.shown).places)
    kind = written.given.get("kind", "") if isinstance(written.given, dict) and not written.is_clause else ""
    model: type[BaseModel] = RULES.get(kind) or BLOCKS.get(kind) or Clause
    adapter = _ADAPTERS.get(kind, _CLAUSE)
    return typed(adapter, model, written.given, written.where, own), tuple(own.problems)
