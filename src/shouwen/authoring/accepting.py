"""A suggestion that its author accepts becomes a rule: a post, a form, or a text to read."""

import re
from collections.abc import Collection, Sequence

from pypinyin import lazy_pinyin

from shouwen.rulebook.writing import scalar

NAME = 60
_LATIN = re.compile(r"[^a-z0-9]+")
# Which file of the draft takes the rules of a sort, and as what kind they are written.
FILES = {
    "post": ("posts.yaml", "post"),
    "form": ("papers.yaml", "paper"),
    "department": ("texts.yaml", "article"),
    "principle": ("texts.yaml", "article"),
}


def rule_of(sort: str, name: str, words: str, clauses: Sequence[str]) -> str:
    """The rule as YAML."""
    kind = FILES[sort][1]
    title = words if len(words) <= NAME else f"{words[: NAME - 1]}…"
    lines = [f"{kind}: {name}", f"title: {scalar(title)}"]
    if kind == "article":
        lines += [f"sort: {'directory' if sort == 'department' else 'policy'}", f"text: {scalar(words)}"]
    return "\n".join([*lines, f"cites: [{', '.join(clauses)}]"])


def name_for(words: str, kind: str, taken: Collection[str]) -> str:
    """Rules are named in Latin letters: the reading of the Chinese words."""
    read = _LATIN.sub("_", "_".join(lazy_pinyin(words)).lower()).strip("_")[:NAME].strip("_")
    base = name = read if read[:1].isalpha() else f"{kind}_{read}".strip("_")
    count = 1
    while name in taken or f"{kind}.{name}" in taken:
        count += 1
        name = f"{base}_{count}"
    return name
