"""Chinese names in Latin letters, for search by initials and for sorting; the database has no pinyin order of its own."""

import os
from dataclasses import dataclass

# The phrase dictionary takes 40 MB in every process and holds hardly any personal name.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

# Characters that are read otherwise when they are a surname.
SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "曾": "zeng", "解": "xie", "查": "zha", "朴": "piao", "任": "ren", "华": "hua",
    "盖": "ge", "缪": "miao", "翟": "zhai", "秘": "bi", "冼": "xian", "折": "she", "乐": "yue", "员": "yun", "黑": "he",
    "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "万俟": "mo qi", "宿": "su", "召": "shao", "繁": "po",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in letters: `wang min` for sorting, `wangmin` and `wm` for search."""

    sort_key: str
    full: str
    initials: str


def latin_of(name: str) -> Latin:
    """A surname's reading goes before the usual one; what is not Chinese stays as it is, in lower case."""
    # Reads the two variables above, and is 15 MB in a process; one that never meets a new name does without.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    text = name.strip()
    head, words = "", []
    for length in (2, 1):
        if text[:length] in SURNAMES:
            head, words = text[:length], SURNAMES[text[:length]].split()
            break
    for part in lazy_pinyin(text[len(head) :], style=Style.NORMAL, v_to_u=False, errors=_keep):
        words.extend(part.lower().split())
    return Latin(sort_key=" ".join(words), full="".join(words), initials="".join(word[0] for word in words))


def _keep(characters: str) -> str:
    """Latin words count as words; signs do not count at all."""
    return "".join(each if each.isalnum() else " " for each in characters)
