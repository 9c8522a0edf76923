"""Chinese names in Latin letters, for search by initials and for sorting; the database has no pinyin order of its own."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product

# The phrase dictionary takes 40 MB in every process and holds hardly any personal name.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")

# Characters that are read otherwise when they are a surname.
SURNAMES = {
    "单": "shan", "仇": "qiu", "区": "ou", "曾": "zeng", "解": "xie", "查": "zha", "朴": "piao", "任": "ren", "华": "hua",
    "盖": "ge", "缪": "miao", "翟": "zhai", "秘": "bi", "冼": "xian", "折": "she", "乐": "yue", "员": "yun", "黑": "he",
    "尉迟": "yu chi", "长孙": "zhang sun", "澹台": "tan tai", "万俟": "mo qi", "宿": "su", "召": "shao", "繁": "po",
}  # fmt: skip


# Characters that words read in more than one way, the usual one first: 协调 and 调岗, 银行 and 执行, 长江 and 班长.
READINGS = {
    "长": ("chang", "zhang"), "调": ("tiao", "diao"), "行": ("xing", "hang"), "重": ("zhong", "chong"),
    "还": ("huan", "hai"), "厦": ("sha", "xia"), "露": ("lu", "lou"), "乐": ("le", "yue"), "便": ("bian", "pian"),
    "降": ("jiang", "xiang"), "弹": ("tan", "dan"), "传": ("chuan", "zhuan"), "率": ("lv", "shuai"), "朝": ("chao", "zhao"),
}  # fmt: skip
MOST_READINGS = 8
PARTS = re.compile("[\u4e00-\u9fff]|[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in letters: `wang min` for sorting, `wangmin` and `wm` for search."""

    sort_key: str
    full: str
    initials: str


def latin_of(name: str) -> Latin:
    """A surname's reading goes before the usual one; what is not Chinese stays as it is, in lower case."""
    text = name.strip()
    head, words = "", []
    for length in (2, 1):
        if text[:length] in SURNAMES:
            head, words = text[:length], SURNAMES[text[:length]].split()
            break
    return _latin([*words, *_read(text[len(head) :])])


def spoken(words: str) -> tuple[Latin, ...]:
    """Words that are nobody's name, in every way they may be read, the usual one first; a surname is no surname there."""
    parts = [READINGS.get(part) or (" ".join(_read(part)),) for part in PARTS.findall(words)]
    return tuple(_latin(" ".join(way).split()) for way in islice(product(*parts), MOST_READINGS))


def _read(text: str) -> list[str]:
    # Reads the two variables above, and is 15 MB in a process; one that never meets a new name does without.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    found = lazy_pinyin(text, style=Style.NORMAL, v_to_u=False, errors=_keep)
    return [word for part in found for word in part.lower().split()]


def _latin(words: Sequence[str]) -> Latin:
    return Latin(sort_key=" ".join(words), full="".join(words), initials="".join(word[0] for word in words))


def _keep(characters: str) -> str:
    """Latin words count as words; signs do not count at all."""
    return "".join(each if each.isalnum() else " " for each in characters)
