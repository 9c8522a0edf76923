"""What is proposed for a suggestion before its author chooses: from the words, and from what the draft already says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shouwen.authoring.choice import FITS, HOW, Choice
from shouwen.authoring.queries import Suggestion
from shouwen.authoring.understood import Understood
from shouwen.rulebook.model import Due, Rulebook, StepRule
from shouwen.rulebook.read.characters import fold

NAME = 30
WAITING = "+"
"""Before the number of a suggestion: its post or form is accepted along with the limit that needs it."""
RECORDS = (
    ("回访", "callback"), ("走访", "visit"), ("拜访", "visit"), ("上门", "visit"), ("检查", "inspection"),
    ("巡查", "inspection"), ("抽查", "inspection"), ("督察", "inspection"), ("巡检", "inspection"),
    ("交流", "session"), ("座谈", "session"), ("讲座", "session"), ("答复", "reply"),
)  # fmt: skip
MEASURED = (
    (("及时率", "按时", "准时", "时限内", "按期", "规定时间"), "on_time"),
    (("完整率", "完整性", "齐全率"), "complete"),
    (("得分", "分数"), "score"),
)
AT_MOST = ("不超过", "不高于", "不得超过", "不大于", "低于", "小于", "以下", "以内", "≤", "<")
AT_LEAST = ("不低于", "不少于", "不小于", "不得低于", "至少", "以上")
_STOPS = re.compile(r"[，。；：、,;:\n（(]|[0-9]+[.]")
_MUST = "应当须必要需达到为在"
KEPT = ("保存", "保管", "留存", "存档", "备查")


@dataclass(frozen=True, slots=True)
class Places:
    """Where something can go: paths of the draft with the words that people know them by."""

    steps: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    posts: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """Values of declared facts, `fact=value`, as cases can be counted by them."""


@dataclass(frozen=True, slots=True)
class Preset:
    """The choice as it is proposed, and whether it can be accepted with one press."""

    choice: Choice
    is_clear: bool


def places(book: Rulebook | None, waiting: Iterable[Suggestion]) -> Places:
    """Of the draft as it stands, and of the posts and forms that still wait for their author's word."""
    listed = [one for one in waiting if one.state == "open"]
    posts = [(f"{WAITING}{one.id}", one.words) for one in listed if one.sort == "post"]
    papers = [(f"{WAITING}{one.id}", one.words) for one in listed if one.sort == "form"]
    if book is None:
        return Places(posts=tuple(posts), papers=tuple(papers))
    steps = tuple(_steps(book))
    return Places(
        steps=tuple((path, words) for path, words, _step in steps),
        limits=tuple(
            (f"{path}.due.{name}", f"{words} › {due.title or name}")
            for path, words, step in steps
            for name, due in step.due.items()
        ),
        papers=(*((one.name, one.title or one.name) for one in book.papers.values()), *papers),
        posts=(*((one.name, one.title or one.name) for one in book.posts.values()), *posts),
        values=tuple(
            (f"{fact.name}={value}", f"{fact.title or fact.name}：{fact.titles.get(value, value)}")
            for fact in book.facts.values()
            for value in (*(fact.scale or ()), *(fact.one_of or ()))
        ),
    )


def preset(one: Suggestion, understood: Understood, book: Rulebook | None, known: Places) -> Preset:
    """Clear where the draft has one place only that cites the clause, or the clause names one post or paper only."""
    text = _text(one, book)
    posts, papers = _named(text, known.posts), _named(text, known.papers)
    by = posts[0] if len(posts) == 1 else ""
    start = Choice(
        understood=understood, becomes=FITS[understood.kind][0], title=_title(one, book), words=one.words,
        cites=one.clauses, by=by, tell=_above(by, book), how=_how(one.words),
    )  # fmt: skip
    if understood.kind == "frequency":
        of = next((record for word, record in RECORDS if word in text), "")
        return Preset(replace(start, of=of or "record"), bool(of and by))
    if understood.kind == "ratio":
        of = next((what for words, what in MEASURED if any(word in text for word in words)), "")
        return Preset(replace(start, of=of or "on_time", title=_measured(one.words, text) or start.title), bool(of))
    if understood.kind == "validity":
        becomes = "keep" if any(word in text for word in KEPT) else "validity"
        target = papers[0] if len(papers) == 1 else ""
        return Preset(replace(start, becomes=becomes, target=target), bool(target) and understood.has_span)
    if understood.kind in ("escalation", "approval"):
        return _upwards(start, book, one.clauses)
    return _timed(start, one, book, text)


def filling_step(one: Suggestion, book: Rulebook | None) -> str:
    """The step that fills a suggested form, where one only cites its clauses."""
    found = [path for path, _words, step in _steps(book) if set(one.clauses) & set(step.cites)]
    return found[0] if len(found) == 1 else ""


def _timed(start: Choice, one: Suggestion, book: Rulebook | None, text: str) -> Preset:
    """A deadline or window: days of a month are owed each month, everything else is a limit of a step."""
    if _is_of_month(one.words, text) or (start.understood.unit == "month" and start.understood.kind == "window"):
        month = "next" if any(word in text for word in ("次月", "下月", "下个月")) else "this"
        of = next((record for word, record in RECORDS if word in text), "record")
        return Preset(replace(start, becomes="duty", month=month, of=of), bool(start.by))
    citing = [(path, step) for path, _words, step in _steps(book) if set(one.clauses) & set(step.cites)]
    if len(citing) == 1:
        path, step = citing[0]
        doer = next(iter(step.by.posts()), "") if step.by else ""
        tell = _above(doer, book) or start.tell
        return Preset(replace(start, target=path, tell=tell), start.understood.has_span)
    becomes = "step" if book is not None and book.procedures else "procedure"
    return Preset(replace(start, becomes=becomes), is_clear=False)


def _upwards(start: Choice, book: Rulebook | None, clauses: Sequence[str]) -> Preset:
    """The limit whose miss goes up, or the step after which it is approved, if only one cites the clause."""
    found: list[str] = []
    for path, _words, step in _steps(book):
        cites = set(step.cites)
        if start.understood.kind == "approval":
            found += [path] if cites & set(clauses) and path.count(".") == 2 else []
        else:
            limits: Mapping[str, Due] = step.due
            found += [f"{path}.due.{name}" for name, due in limits.items() if (cites | set(due.cites)) & set(clauses)]
    target = found[0] if len(found) == 1 else ""
    return Preset(replace(start, target=target), bool(target and start.by))


def _steps(book: Rulebook | None) -> Iterator[tuple[str, str, StepRule]]:
    for procedure in book.procedures.values() if book is not None else ():
        for name, step in procedure.steps.items():
            path, words = (
                f"{procedure.name}.steps.{name}",
                f"{procedure.title or procedure.name} › {step.title or name}",
            )
            yield path, words, step
            for inner, each in (step.together or {}).items():
                yield f"{path}.together.{inner}", f"{words} › {each.title or inner}", each


def _text(one: Suggestion, book: Rulebook | None) -> str:
    """The clause in which it stands; without it, the words themselves."""
    found = [each for each in book.clauses if each.id in one.clauses] if book is not None else []
    return fold("\n".join(f"{each.title}\n{each.text}" for each in found) or one.words)


def _measured(words: str, text: str) -> str:
    """满意率 of 满意率应不低于95%: what the sentence says before its figure."""
    before, found, _after = text.partition(fold(words))
    said = _STOPS.split(before)[-1] if found else ""
    return said.strip().rstrip(_MUST)[:NAME]


def _title(one: Suggestion, book: Rulebook | None) -> str:
    found = [each.title for each in book.clauses if each.id in one.clauses] if book is not None else []
    return (found[0].rstrip("…") if found else one.words)[:NAME]


def _named(text: str, known: Sequence[tuple[str, str]]) -> list[str]:
    """Those whose words stand in the text; of 客服主管 and 主管 only the longer one."""
    found = sorted(
        ((fold(words), name) for name, words in known if words and fold(words) in text), key=lambda x: -len(x[0])
    )
    kept: list[tuple[str, str]] = []
    for words, name in found:
        if not any(words in longer for longer, _name in kept):
            kept.append((words, name))
    return [name for _words, name in kept]


def _above(post: str, book: Rulebook | None) -> str:
    """Whom a miss is told: the superior, where one is written, else whoever owes it."""
    rule = book.posts.get(post) if book is not None else None
    return (rule.superior or post) if rule is not None else post


def _how(words: str) -> str:
    if any(word in words for word in AT_LEAST):
        return HOW[0]
    if any(word in words for word in AT_MOST):
        return "at_most"
    return HOW[0]


def _is_of_month(words: str, text: str) -> bool:
    """每月10日前: the words are 10日前, and 月 stands before them."""
    at = text.find(fold(words))
    return at > 0 and text[at - 1] == "月" and words[:1].isdecimal()
