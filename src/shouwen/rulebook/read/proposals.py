"""What a language model proposes for a draft: read from its answer, and kept only if the loader and checker take it."""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from shouwen.rulebook.check import check
from shouwen.rulebook.load import load_texts
from shouwen.rulebook.model import Clause, Problem, Rulebook
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words import sentence
from shouwen.rulebook.words.tongue import Lang

FILE = "proposed.yaml"
"""The file of a draft that takes what its author accepts."""
MOST = 200
LANGS: tuple[Lang, Lang] = ("zh", "en")
LONGEST = 20_000
_FENCE = re.compile(r"\s*```[a-z]*\n(.*?)\n?```\s*", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rules proposed for a clause, as YAML, and the words of the clause that they rest on."""

    clause: str
    words: str
    rules: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal that loads, and what its rules say, a sentence each."""

    proposal: Proposal
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A proposal that is not shown to anybody, and why."""

    proposal: Proposal
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """What may be put before the author, and what was dropped."""

    kept: tuple[Kept, ...]
    dropped: tuple[Dropped, ...]


class CannotUnderstand(ValueError):
    """The answer is no list of proposals; said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def proposals_in(answer: str) -> tuple[Proposal, ...]:
    """The proposals of an answer, which may stand in a fence; one written in another shape is none."""
    fenced = _FENCE.fullmatch(answer)
    try:
        told = json.loads(fenced.group(1) if fenced else answer)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise CannotUnderstand(
            "模型的回答不是 JSON，没有采用；请重试，或换一个模型。",
            "The model's answer is no JSON and was not used; try again, or use another model.",
        ) from fault
    listed = told.get("proposals") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise CannotUnderstand(
            "模型的回答里没有 proposals 列表，没有采用；请重试，或换一个模型。",
            "The model's answer holds no list `proposals` and was not used; try again, or use another model.",
        )
    return tuple(_proposal(one) for one in listed[:MOST])


def _proposal(given: Any) -> Proposal:
    """What is missing or of another type stays empty, and is dropped later for that."""
    texts = given if isinstance(given, dict) else {}
    clause, words, rules = (texts.get(key) for key in ("clause", "words", "rules"))
    if isinstance(rules, (list, dict)):
        rules = yaml.safe_dump(rules if isinstance(rules, list) else [rules], allow_unicode=True, sort_keys=False)
    return Proposal(*(each.strip() if isinstance(each, str) else "" for each in (clause, words, rules)))


def sift(proposals: tuple[Proposal, ...], files: Mapping[str, str], asked: Collection[Clause]) -> Sifted:
    """Each proposal by itself on the draft, with the same loader and checker that publish it."""
    before = _errors(files)
    texts = {clause.id: _flat(f"{clause.title}\n{clause.text}") for clause in asked}
    kept: dict[str, Kept] = {}
    dropped: list[Dropped] = []
    for proposal in proposals:
        why = _wrong_source(proposal, texts) or _unsound(proposal.rules, files, before)
        if why is None and proposal.rules in kept:
            why = "与前一条建议相同。", "It says the same as the proposal before."
        if why is None:
            kept[proposal.rules] = _told(proposal, files)
        else:
            dropped.append(Dropped(proposal, *why))
    return Sifted(tuple(kept.values()), tuple(dropped))


def unsound(rules: str, files: Mapping[str, str]) -> tuple[str, str] | None:
    """Why these rules cannot be added to a draft as it stands now, in both languages; nothing if they can."""
    return _unsound(rules, files, _errors(files))


def added(files: Mapping[str, str], rules: str) -> str:
    """The text of the draft's file for proposals with these rules at its end."""
    before = files.get(FILE, "").rstrip()
    return f"{before}\n{rules.strip()}\n" if before else f"{rules.strip()}\n"


def _told(proposal: Proposal, files: Mapping[str, str]) -> Kept:
    own = load_texts({FILE: proposal.rules}).places
    book = load_texts({**files, FILE: added(files, proposal.rules)}).rulebook
    parts = [part for part in (*book.rules, *book.blocks) if rule_path(part) in own] if book is not None else []
    zh, en = (tuple(f"{part.title}：{sentence(part, book, lang)}" for part in parts if book) for lang in LANGS)
    return Kept(proposal, zh, en)


def _wrong_source(proposal: Proposal, texts: Mapping[str, str]) -> tuple[str, str] | None:
    if proposal.clause not in texts:
        return f"没有问过条款“{proposal.clause}”。", f"Clause '{proposal.clause}' was not asked about."
    if not proposal.words or _flat(proposal.words) not in texts[proposal.clause]:
        return "依据的字句不在该条款里。", "The words it rests on do not stand in the clause."
    return None


def _unsound(rules: str, files: Mapping[str, str], before: Counter[tuple[str, str]]) -> tuple[str, str] | None:
    if not rules.startswith("- ") or len(rules) > LONGEST:
        return "不是规则列表。", "It is no list of rules."
    found = _first_new(before, {**files, FILE: added(files, rules)})
    return (found.message, found.message_en) if found is not None else None


def new_error(before: Mapping[str, str], after: Mapping[str, str]) -> Problem | None:
    """The first error that a change of the files brings; those that were there already are none of it."""
    return _first_new(_errors(before), after)


def _first_new(known: Counter[tuple[str, str]], files: Mapping[str, str]) -> Problem | None:
    for problem in _problems(files):
        if problem.level == "error":
            key = (problem.code, problem.where)
            if not known[key]:
                return problem
            known = known - Counter([key])
    return None


def _errors(files: Mapping[str, str]) -> Counter[tuple[str, str]]:
    return Counter((problem.code, problem.where) for problem in _problems(files) if problem.level == "error")


def _problems(files: Mapping[str, str]) -> tuple[Problem, ...]:
    loaded = load_texts(files)
    book: Rulebook | None = loaded.rulebook
    return (*loaded.problems, *(check(book, loaded.places) if book is not None else ()))


def _flat(text: str) -> str:
    return _SPACE.sub("", fold(text))
