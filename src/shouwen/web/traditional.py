"""繁體 of the pages' words: by OpenCC letter by letter as Taiwan writes them, and by a reviewed list of words before that."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "locale" / "zh_Hant" / "words.txt"
STANDARD = "s2tw"
# A place that OpenCC leaves as it is, for a word that is settled already.
HELD = "\ue000{}\ue001"
PLACE = re.compile("\ue000(\\d+)\ue001")


def reviewed(text: str | None = None) -> dict[str, str]:
    """Simplified to Traditional, as the list says; the longest first."""
    lines = (WORDS.read_text(encoding="utf-8") if text is None else text).splitlines()
    pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return dict(sorted(((simple, said) for simple, said in pairs), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """One text; names in `%(…)s` are no words and stay."""
    settled: list[str] = []

    def hold(found: re.Match[str]) -> str:
        settled.append(_words()[found[0]])
        return HELD.format(len(settled) - 1)

    converted = _letters().convert(_pattern().sub(hold, text))
    return PLACE.sub(lambda found: settled[int(found[1])], converted)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return reviewed()


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words())))


@lru_cache(maxsize=1)
def _letters() -> Any:
    # Its dictionaries are read only where a catalogue has to be made.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(STANDARD)
