"""What people type or paste, without the signs that nobody sees and that turn words around or keep them from being found."""

import re
import unicodedata

# Joins two pictures into one, as in a family of emoji; between letters it is only what a copied page left behind.
JOINER = "\u200d"
PICTURES = frozenset({"So", "Sk", "Mn"})
# NUL, which no database takes; spaces without a width, marks of byte order, and whatever turns the direction of writing.
UNSEEN = re.compile("[\x00\u00ad\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def seen(text: str) -> str:
    """The same words without it, and without spaces at both ends."""
    clean = UNSEEN.sub("", text)
    return (_without_joiners(clean) if JOINER in clean else clean).strip()


def _without_joiners(text: str) -> str:
    kept = (each for at, each in enumerate(text) if each != JOINER or _between_pictures(text, at))
    return "".join(kept)


def _between_pictures(text: str, at: int) -> bool:
    beside = (text[at - 1 : at], text[at + 1 : at + 2])
    return all(each and unicodedata.category(each) in PICTURES for each in beside)
