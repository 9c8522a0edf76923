"""Words that the rulebook forbids in what is said to a customer, found however they are spaced, and what to do about each."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shouwen.base.marked import as_text
from shouwen.base.simplified import simplified
from shouwen.rulebook.model import Rulebook, Wording

_BETWEEN = re.compile(r"[\s，。！？、,.!?~～…*]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One phrase that was found: from which list, on what ground, what to say instead, and whether it may stand."""

    phrase: str
    title: str
    mode: Literal["block", "warn", "record"]
    instead: str
    clauses: tuple[str, ...]


def hits(text: str, rulebook: Rulebook) -> tuple[Hit, ...]:
    """What the rulebook's lists of forbidden and of imperative words find, each phrase once, in its order."""
    plain = _plain(text)
    found = {hit.phrase: hit for short, hit in _sought(rulebook) if short in plain}
    return tuple(found.values())


def forbidden_hits(text: str, rulebook: Rulebook) -> tuple[str, ...]:
    """The phrases alone, as the rules count them."""
    return tuple(hit.phrase for hit in hits(text, rulebook))


def minds_words(rulebook: Rulebook, act: str) -> bool:
    """Whether a gate of the rulebook itself asks for a reason, so that nothing else has to."""
    gates = (gate for gate in rulebook.gates.values() if gate.act and act in _acts(gate.act))
    return any("text.forbidden_hits" in str(gate.needs) for gate in gates)


def _acts(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _sought(rulebook: Rulebook) -> Iterator[tuple[str, Hit]]:
    for block in rulebook.blocks:
        if not isinstance(block, Wording) or block.sort == "use":
            continue
        for phrase in block.phrases:
            hit = Hit(phrase, block.title or block.name, block.mode, block.instead.get(phrase, ""), block.cites)
            yield _plain(phrase), hit


def _plain(text: str) -> str:
    """As the customer reads it: without marks, without what stands between characters, in one width and in 简体."""
    read = unicodedata.normalize("NFKC", as_text(text))
    seen = "".join(each for each in read if unicodedata.category(each) != "Cf")
    return simplified(_BETWEEN.sub("", seen)).casefold()
