"""Clauses of a draft: one more in its place, another number with every rule that cites it, one less."""

import re
from collections.abc import Mapping
from typing import Any

from shouwen.rulebook.rewriting import with_rule
from shouwen.rulebook.writing import CannotWrite, end_of, scalar, spots

_ID = re.compile(r"[A-Z]+-[0-9A-Za-z.]+")
_LAST = re.compile(r"^(.*?)([0-9]+)$")
PATH = "clauses."


def home(files: Mapping[str, str], beside: str = "") -> str:
    """The file that holds the clause, or most of them."""
    counted = {name: sum(1 for path in spots(text) if path.startswith(PATH)) for name, text in files.items()}
    held = next((name for name, text in files.items() if beside and f"{PATH}{beside}" in spots(text)), "")
    best = max(counted, key=lambda name: counted[name], default="")
    return held or (best if best and counted[best] else "clauses.yaml")


def next_id(ids: list[str], near: str, *, below: bool) -> str:
    """The number after the last one beside a clause, or below it."""
    head = f"{near}." if below else re.sub(r"[0-9A-Za-z]*$", "", near)
    found = [match for one in ids if one.startswith(head) and (match := _LAST.match(one)) and match[1] == head]
    return f"{head}{max((int(match[2]) for match in found), default=0) + 1}"


def with_clause(files: Mapping[str, str], name: str, clause: Mapping[str, str], after: str = "") -> str:
    """The file with one more clause, behind another one if that stands there."""
    check_id(files, clause["id"])
    tree: dict[str, Any] = {key: value for key, value in clause.items() if value}
    text = files.get(name, "")
    return with_rule(text, tree, section="clauses", after=f"{PATH}{after}" if f"{PATH}{after}" in spots(text) else "")


def check_id(files: Mapping[str, str], new: str) -> None:
    if not _ID.fullmatch(new):
        raise CannotWrite(
            f"条款编号应如 DECOR-4.3.1；这里是“{new}”。",
            f"A clause id such as DECOR-4.3.1 is expected; here stands '{new}'.",
        )
    if any(f"{PATH}{new}" in spots(text) for text in files.values()):
        raise CannotWrite(f"已有条款 {new}，请换一个编号。", f"There is a clause {new} already; choose another number.")


def renamed(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """The files that change: the clause itself, those below it, and everything that cites it."""
    check_id(files, new)
    found = {name: _renamed(text, old, new) for name, text in files.items()}
    return {name: text for name, text in found.items() if text != files[name]}


def _renamed(text: str, old: str, new: str) -> str:
    known = spots(text)
    places = {
        (spot.start, end_of(text, spot.node)) for path, spot in known.items() if spot.value == old and _names(path, old)
    }
    for start, end in sorted(places, reverse=True):
        text = text[:start] + scalar(new) + text[end:]
    return text


def _names(path: str, clause: str) -> bool:
    if path.startswith(PATH):
        return path == f"{PATH}{clause}.id" or path.endswith(".parent")
    steps = path.split(".")
    return "cites" in steps[-2:]
