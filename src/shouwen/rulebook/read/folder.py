"""A draft as the folder of an edition: header, clauses and posts that `shouwen rulebook check` reads.

What needs a decision stands in the header's words and in suggestions.json; no limit and no form becomes a rule by itself.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pypinyin import lazy_pinyin

from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.draft import PREFACE, Draft, DraftClause, NameFound, SayingFound
from shouwen.rulebook.read.listing import as_json

_TITLE = 30
_LATIN = re.compile(r"[^a-z0-9]+")
_SEGMENT = re.compile(r"[^0-9A-Za-z]+")
_WIDTH = 150


def files_of(draft: Draft, *, code: str, in_force: date, more: Mapping[str, Any] | None = None) -> dict[str, str]:
    """File name → content; nothing is written here. `more` goes into suggestions.json."""
    ids = _ids(draft, code)
    return {
        "header.yaml": _yaml(_header(draft, ids, code, in_force)),
        "clauses.yaml": _yaml({"clauses": [_clause(clause, ids) for clause in draft.clauses]}),
        "posts.yaml": _yaml([_post(found, ids) for found in _uniquely(draft.posts)]),
        "suggestions.json": json.dumps({**_suggestions(draft, ids), **(more or {})}, ensure_ascii=False, indent=2)
        + "\n",
    }


def write(
    draft: Draft, folder: Path, *, code: str, in_force: date, more: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """The names written; the folder must not hold a rulebook yet."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; name a new folder.")
    made = files_of(draft, code=code, in_force=in_force, more=more)
    files = {name: text for name, text in made.items() if text.strip() != "[]"}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(files)


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _ids(draft: Draft, code: str) -> Mapping[str, str]:
    """Clause ids know only Latin letters and digits: a heading without number is counted, a second 3 is 3n2."""
    ids: dict[str, str] = {}
    counted: dict[str, int] = {}
    for clause in draft.clauses:
        above = ids.get(clause.parent, "")
        own = clause.path.removeprefix(f"{clause.parent}.") if clause.parent else clause.path
        if not own.isascii():
            counted[clause.parent] = counted.get(clause.parent, 0) + 1
            own = f"h{counted[clause.parent]}"
        own = _SEGMENT.sub("n", own) if "." not in own else own.replace("-", "n")
        wanted = f"{above}.{own}" if above else f"{code}-{own}"
        while wanted in ids.values():
            wanted += "n"
        ids[clause.path] = wanted
    return ids


def _header(draft: Draft, ids: Mapping[str, str], code: str, in_force: date) -> dict[str, Any]:
    words = {name: _open_word(name, said, ids) for name, said in _open_words(draft).items()}
    return {
        "rulebook": code,
        "title": draft.title or code,
        "edition": {"id": "draft", "in_force": in_force},
        **({"words": words} if words else {}),
    }


def _open_words(draft: Draft) -> dict[str, list[SayingFound]]:
    """Vague words once for the whole rulebook, each blank by itself."""
    found: dict[str, list[SayingFound]] = {}
    for said in draft.parameters:
        base = "_".join(lazy_pinyin(fold(said.words)))
        name = _LATIN.sub("_", base.lower()).strip("_") or "blank"
        name = name if name[0].isalpha() else f"w_{name}"
        while said.kind == "blank" and name in found:
            name += "_too"
        found.setdefault(name, []).append(said)
    return found


def _open_word(name: str, said: list[SayingFound], ids: Mapping[str, str]) -> dict[str, str]:
    places = "、".join(dict.fromkeys(ids[one.clause] for one in said))
    left = "源文留空" if said[0].kind == "blank" else "源文未定时长或周期"
    return {"value": "", "confirm": f"{left}：“{said[0].words}”（{places}）"}  # Chinese marks


def _clause(clause: DraftClause, ids: Mapping[str, str]) -> dict[str, str]:
    title = clause.heading or ("前言" if clause.path == PREFACE else _start(clause.text)) or clause.number
    made = {"id": ids[clause.path], "title": title}
    if clause.parent:
        made["parent"] = ids[clause.parent]
    if clause.text:
        made["text"] = clause.text
    if clause.number:
        made["source"] = clause.number
    return made


def _start(text: str) -> str:
    first = re.split("[。；;，,：:\n]", text, maxsplit=1)[0].strip()  # both shapes
    return first if len(first) <= _TITLE else f"{first[:_TITLE]}…"


def _uniquely(names: tuple[NameFound, ...]) -> list[tuple[str, NameFound]]:
    """Rules are named in Latin letters: the reading of the Chinese name."""
    found: dict[str, NameFound] = {}
    for one in names:
        name = _LATIN.sub("_", "_".join(lazy_pinyin(fold(one.name))).lower()).strip("_")
        name = name if name[:1].isalpha() else f"n_{name}"
        while name in found:
            name += "_too"
        found[name] = one
    return list(found.items())


def _post(found: tuple[str, NameFound], ids: Mapping[str, str]) -> dict[str, Any]:
    name, one = found
    return {"post": name, "title": one.name, "cites": [ids[clause] for clause in one.clauses]}


def _suggestions(draft: Draft, ids: Mapping[str, str]) -> dict[str, Any]:
    """What --json prints, with the clauses by the ids of this folder."""
    told = as_json(draft)
    return {
        "limits": [{**limit, "clause": ids[limit["clause"]]} for limit in told["limits"]],
        "departments": told["departments"],
        "forms": told["forms"],
        "escalations": [{**one, "clause": ids[one["clause"]]} for one in told["escalations"]],
        "principles": [{"clause": ids[one.clause], "words": one.words} for one in draft.principles],
    }
