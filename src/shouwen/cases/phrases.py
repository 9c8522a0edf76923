"""Forbidden phrases in what is about to be said to a customer, found however they are spaced."""

import re

from shouwen.rulebook.model import Rulebook, Wording

_BETWEEN = re.compile(r"[\s，。！？、,.!?~～…]+")


def forbidden_hits(text: str, rulebook: Rulebook) -> tuple[str, ...]:
    """The phrases of the rulebook's lists of forbidden and of imperative words that occur, in its order."""
    plain = _BETWEEN.sub("", text).casefold()
    lists = (block for block in rulebook.blocks if isinstance(block, Wording) and block.sort != "use")
    phrases = dict.fromkeys(phrase for block in lists for phrase in block.phrases)
    return tuple(phrase for phrase in phrases if _BETWEEN.sub("", phrase).casefold() in plain)
