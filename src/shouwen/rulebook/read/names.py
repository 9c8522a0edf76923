"""Posts, departments and papers in a text: the words that end such names, and where the name begins."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shouwen.rulebook.read import vocabulary as known
from shouwen.rulebook.read.characters import fold

_NAME = re.compile(r"[\u3400-\u9fffA-Za-z()/]{0,14}\Z")
_TITLED = re.compile(r"《([^《》\n]{2,40})》?|“([^“”\n]{2,24})”|\"([^\"\n]{2,24})\"|「([^「」\n]{2,24})」")
_LONGEST = 14
_OFTEN = 2
_A_LOT = 4
_SHORT = 6
_BEFORE_NOUNS = frozenset("由向给请")
_LISTED = re.compile(r"[、和与及]\Z")
_LISTING = re.compile(r"[、和与及或]|等")
_OWNER = re.compile(r"(?:集团|总部|总公司|\(集团\)|中心|部|班组)$")
"""What a post or department belongs to."""
_OFFICE = re.compile(r"(?:公司|大区|区域|项目|副|总|分管|集团主管)$")
"""What makes another post of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One mention: the name as written, and the place in the text."""

    name: str
    start: int


@dataclass(frozen=True, slots=True)
class _Mention:
    whole: str
    """From the last word that cannot be part of a name."""
    known: str
    """The part made of words one expects in such names."""
    end: str
    start: int
    text: int
    is_title: bool
    is_alone: bool
    """Between commas or conjunctions on both sides."""


def posts(texts: Iterable[str]) -> list[tuple[Found, ...]]:
    """Per text; all texts of a document together, since a name that comes again is a name."""
    return _named([_untitled(text) for text in texts], known.POST_ENDS, known.NOT_POSTS, _is_post_alone)


def without_collectives(names: Iterable[str]) -> frozenset[str]:
    """客服人员 beside 客服主管 and 客服专员 is all of them, not one more post."""
    listed = set(names)
    single = [fold(name) for name in listed if not fold(name).endswith("人员")]

    def is_collective(name: str) -> bool:
        whose = fold(name).removesuffix("人员").removesuffix("客服") or "客服"
        return fold(name).endswith("人员") and any(other.startswith(whose) for other in single)

    return frozenset(name for name in listed if not is_collective(name))


def departments(texts: Iterable[str]) -> list[tuple[Found, ...]]:
    """Without rooms and roles: 在办公室逗留 and 打造成指挥中心 name nobody who does anything."""
    listed = [_untitled(text) for text in texts]
    found = _named(listed, known.UNIT_ENDS, known.NOT_UNITS, lambda end: end in known.UNIT_ALONE)
    folded = [fold(text) for text in listed]
    return [tuple(one for one in row if not _is_place(text, one)) for text, row in zip(folded, found, strict=True)]


def _is_place(folded: str, found: Found) -> bool:
    before = folded[max(0, found.start - known.LONGEST_BEFORE_PLACE) : found.start]
    return bool(known.PLACE_BEFORE.search(before) or known.PLACE_AFTER.match(folded, found.start + len(found.name)))


def papers(texts: Iterable[str]) -> list[tuple[Found, ...]]:
    """Titles in 《》, and names that end as papers do, in quotation marks or without."""
    listed = list(texts)
    titled = [tuple(_titled(text)) for text in listed]
    plain = _named([_blanked(text) for text in listed], known.PAPER_ENDS, known.NO_PAPER, _is_paper_alone, is_free=True)
    return [
        tuple(
            sorted(
                (*written, *(Found(text[f.start : f.start + len(f.name)], f.start) for f in free)),
                key=lambda f: f.start,
            )
        )
        for text, written, free in zip(listed, titled, plain, strict=True)
    ]


def _titled(text: str) -> Iterator[Found]:
    for match in _TITLED.finditer(text):
        group = next(number for number in (1, 2, 3, 4) if match.group(number) is not None)
        name = match.group(group)
        folded = fold(name)
        is_paper = (
            not known.NO_PAPER.search(folded)
            if group == 1
            else bool(re.search(rf"(?:{known.PAPER_ENDS.pattern})$", folded))
        )
        if is_paper:
            yield Found(name, match.start(group))


def _blanked(text: str) -> str:
    return _TITLED.sub(lambda match: "。" * len(match.group(0)), text)


def _named(
    texts: list[str],
    ends: re.Pattern[str],
    wrong: re.Pattern[str],
    alone: Callable[[str], bool],
    *,
    is_free: bool = False,
) -> list[tuple[Found, ...]]:
    mentions = [mention for place, text in enumerate(texts) for mention in _mentions(fold(text), place, ends)]
    told = _Told(Counter(mention.whole for mention in mentions), fold("\n".join(texts)))
    titles = {mention.whole for mention in mentions if mention.is_title}
    found: list[list[Found]] = [[] for _ in texts]
    bare: list[_Mention] = []
    for mention in mentions:
        sure = is_free or mention.whole in titles or mention.is_alone or told.is_name(mention)
        name = mention.whole if sure else mention.known
        if not is_free:
            name = told.shortest(name, mention.end, alone)
        if name == mention.end == mention.whole and known.BARE_RANKS.fullmatch(name):
            bare.append(mention)
        if (name == mention.end and not alone(name)) or wrong.search(name) or not name:
            continue
        start = mention.start + len(mention.whole) - len(name)
        found[mention.text].append(Found(texts[mention.text][start : start + len(name)], start))
    _add_bare(bare, found, texts)
    return [tuple(row) for row in found]


def _add_bare(bare: list[_Mention], found: list[list[Found]], texts: list[str]) -> None:
    """主任 alone is a post where nobody else of that rank is named."""
    longer = {fold(one.name) for row in found for one in row}
    for mention in bare:
        if not any(name.endswith(mention.end) and name != mention.end for name in longer):
            found[mention.text].append(
                Found(texts[mention.text][mention.start : mention.start + len(mention.end)], mention.start)
            )


def _untitled(text: str) -> str:
    """What 《》 names is a paper or a law, whoever is named in its title."""
    return re.sub(r"《[^《》\n]{1,40}》", lambda match: "。" * len(match.group(0)), text)


def _is_post_alone(end: str) -> bool:
    return end in known.ALONE or (end.endswith("员") and end != "人员" and not known.CUT.match(end))


def _is_paper_alone(end: str) -> bool:
    return end not in known.PAPER_NOT_ALONE


@dataclass(frozen=True)
class _Told:
    """How often each stretch before an ending comes in the document."""

    often: Counter[str]
    text: str

    def is_name(self, mention: _Mention) -> bool:
        """It comes again, or what stands before the ending is a word the document uses a lot."""
        own = mention.whole.removesuffix(mention.end)
        return self.often[mention.whole] >= _OFTEN or (len(own) > 1 and self.text.count(own) >= _A_LOT)

    def shortest(self, name: str, end: str, alone: Callable[[str], bool]) -> str:
        """工程中心总监 is 总监 where the document also says 总监 alone; 集团法务中心 likewise."""
        for place in range(1, len(name) - len(end) + 1):
            shorter = name[place:]
            if self.often[shorter] < _OFTEN or (shorter == end and not alone(end)):
                continue
            if _OWNER.search(name[:place]) or (self.often[name] < _OFTEN and not _OFFICE.search(name[:place])):
                return shorter
        return name


def _mentions(folded: str, place: int, ends: re.Pattern[str]) -> Iterator[_Mention]:
    for match in ends.finditer(folded):
        before = _NAME.search(folded[max(0, match.start() - _LONGEST) : match.start()])
        left = before.group(0) if before is not None else ""
        cuts = [cut.end() for cut in known.CUT.finditer(left)]
        own = _balanced(left[cuts[-1] :] if cuts else left)
        end = match.group(0) + _alternative(folded[match.end() :], ends)
        start = match.start() - len(own)
        is_line_start = start == 0 or folded[start - 1] == "\n"
        is_title = is_line_start and bool(known.BEFORE_DUTIES.match(folded[match.start() + len(end) :]))
        is_alone = len(own) <= _SHORT and _stands_alone(folded, start, match.start() + len(end))
        yield _Mention(own + end, _expected(own) + end, end, start, place, is_title, is_alone)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Behind 由, 向, 给 only a noun can stand; between commas or conjunctions on both sides likewise."""
    if folded[max(0, start - 1) : start] in _BEFORE_NOUNS:
        return start > 0
    return bool(_LISTED.search(folded[max(0, start - 1) : start]) and _LISTING.match(folded, end))


def _alternative(after: str, ends: re.Pattern[str]) -> str:
    """客服副总监/主任 is one post with two titles."""
    match = re.match(r"/(?=[\u3400-\u9fff])", after)
    second = ends.match(after, 1) if match is not None else None
    return after[: second.end()] if second is not None else ""


def _balanced(own: str) -> str:
    own = own.lstrip("/)")
    if own.count("(") != own.count(")"):
        own = own[max(own.rfind("("), own.rfind(")")) + 1 :]
    return own.rpartition("/")[2] if "/" in own else own


def _expected(own: str) -> str:
    """The longest end of `own` made of known words."""
    place = len(own)
    while place > 0:
        length = next(
            (n for n in range(min(known.LONGEST_MODIFIER, place), 0, -1) if own[place - n : place] in known.MODIFIERS),
            0,
        )
        if not length:
            break
        place -= length
    return own[place:]
