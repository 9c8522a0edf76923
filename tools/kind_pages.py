"""Writes docs/kinds: a page for every kind of rule and block, made from the models and from the examples of the language page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from shouwen.rulebook import words
from shouwen.rulebook.form.hints import hint_of
from shouwen.rulebook.load import load_texts
from shouwen.rulebook.load.keys import written_keys
from shouwen.rulebook.model import (
    BLOCKS,
    RULES,
    Condition,
    Do,
    Due,
    FieldRule,
    Figure,
    Frozen,
    PaperNeed,
    ReactionRule,
    Who,
)
from shouwen.rulebook.naming.names import name_of
from shouwen.rulebook.running import Running
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words.labels import KINDS, STANDINGS
from shouwen.rulebook.writing import part

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/rulebook-language.md"
FOLDER = ROOT / "docs/kinds"
_SHARED = (Figure, Condition, Who, Do, Due, FieldRule, PaperNeed, ReactionRule)
_MADE = "<!-- made by tools/kind_pages.py -->"


def pages() -> dict[str, str]:
    """File name and text of every page."""
    text = "".join(piece.split("```")[0] for piece in PAGE.read_text(encoding="utf-8").split("```yaml\n")[1:3])
    book = load_texts({"shop.yaml": text}).rulebook
    assert book is not None
    running = Running(book)
    kinds: Mapping[str, type[BaseModel]] = {**RULES, **BLOCKS}
    made: dict[str, str] = {}
    rows = []
    for kind, model in kinds.items():
        example = next(each for each in (*book.rules, *book.blocks) if each.kind == kind)
        purpose = " ".join((model.__doc__ or "").split("\n\n")[0].split())
        zh, _ = KINDS[kind]
        standing = STANDINGS[running.of(example)]
        made[f"{kind}.md"] = "\n".join(
            [
                _MADE,
                f"# {zh} `{kind}`",
                "",
                purpose,
                "",
                f"The example below: {standing[1]} ({standing[0]}).",
                "",
                "| key | on forms | what to write |",
                "|---|---|---|",
                *(_row(model, key) for key in ("name", *written_keys(model))),
                "",
                *(line for inner in _parts(model, model, []) for line in _part(inner)),
                "```yaml",
                part(text, rule_path(example)),
                "```",
                "",
                f"> {words.sentence(example, book, 'zh')}",
                "",
                f"> {words.sentence(example, book, 'en')}",
                "",
                "Beside the rulebook on [the language page](../rulebook-language.md), which also says what every kind shares.",
                "",
            ]
        )
        rows.append(f"| [`{kind}`]({kind}.md) | {zh} | {purpose} |")
    head = [_MADE, "# Kinds of rules and blocks", "", "| kind | 名称 | |", "|---|---|---|"]
    return {"README.md": "\n".join([*head, *rows, ""]), **made}


def _row(model: type[BaseModel], key: str) -> str:
    if key == "name":
        return "| the word of the kind | 代号 | lower case, unique in the rulebook; people see the title |"
    said = next((info for name, info in model.model_fields.items() if (info.alias or name).rstrip("_") == key), None)
    zh = (said.description if said is not None else None) or hint_of(model.__name__, key)[0]
    return f"| `{key}` | {name_of(model.__name__, key)[0]} | {zh} |"


def _part(model: type[BaseModel]) -> list[str]:
    """The keys of something inside, as the sample of a survey."""
    lines = [_row(model, key) for key in written_keys(model)]
    return [f"Inside, a `{model.__name__}`:", "", "| key | on forms | what to write |", "|---|---|---|", *lines, ""]


def _parts(model: type[BaseModel], root: type[BaseModel], found: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """Parts of the model's own; what many kinds share stands on the language page."""
    for info in model.model_fields.values():
        for kind in _types(info.annotation):
            own = isinstance(kind, type) and issubclass(kind, Frozen) and not issubclass(kind, _SHARED)
            if own and kind is not root and kind not in found:
                found.append(kind)
                _parts(kind, root, found)
    return found


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
