"""The small form in which a suggestion is corrected and given its place, and the words for what was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from shouwen.authoring.choice import FITS, Choice
from shouwen.authoring.preset import Places, Preset, places, preset
from shouwen.authoring.queries import Suggestion
from shouwen.authoring.understood import SAYINGS, CannotAccept, Understood, corrected
from shouwen.rulebook.form.choices import Choices
from shouwen.rulebook.model import Rulebook
from shouwen.web.ui.words import chinese

Option = tuple[str, str]
LONGEST_TEXT = 600
TEXTS = ("title", "target", "by", "tell", "of", "per", "how", "start", "month")


@dataclass(frozen=True, slots=True)
class Form:
    """One suggestion as its row shows it; what the lists offer is there only while the row is open."""

    said: str
    proposed: str
    """What it becomes with one press; empty where its author has to choose."""
    is_open: bool
    values: Mapping[str, str]
    lists: Mapping[str, Sequence[Option]]
    text: str = ""
    """Of the clause in which it was found."""


def forms(
    listed: Sequence[Suggestion], book: Rulebook | None, opened: str, typed: Mapping[str, str]
) -> dict[int, Form]:
    """Of every limit and way upwards, by its number; what was typed into the open one stands there again."""
    known = places(book, listed)
    found = {}
    for one in listed:
        if one.understood is None:
            continue
        if one.state != "open":
            found[one.id] = Form(said(one.understood), "", False, {}, {})  # noqa: FBT003  # a field of a row
            continue
        shown = preset(one, one.understood, book, known)
        is_open = str(one.id) == opened
        found[one.id] = Form(
            said(one.understood),
            _proposed(shown, known) if shown.is_clear else "",
            is_open,
            {**_values(shown.choice), **typed} if is_open else {},
            _lists(one.understood, book, known) if is_open else {},
            _text(one, book) if is_open else "",
        )
    return found


def _text(one: Suggestion, book: Rulebook | None) -> str:
    found = [each.text for each in book.clauses if each.id in one.clauses and each.text] if book is not None else []
    return "\n".join(found)[:LONGEST_TEXT]


def chosen(one: Suggestion, listed: Sequence[Suggestion], book: Rulebook | None, given: Mapping[str, str]) -> Choice:
    """What a form says; what it does not have is as it is proposed."""
    before = one.understood
    if before is None:
        raise CannotAccept("这条建议没有可采纳的内容。", "There is nothing in this suggestion to accept.")
    understood = corrected(given, before)
    shown = preset(one, understood, book, places(book, listed))
    start = shown.choice
    if "becomes" not in given and not shown.is_clear:
        raise CannotAccept("请先选择它成为什么、在哪里。", "Choose first what it becomes, and where.")
    texts = {name: given[name].strip()[:200] for name in TEXTS if name in given}
    if "becomes" in given:
        target = given.get(f"target_{_TARGETS.get(given['becomes'], '')}", "")
        texts |= {"becomes": given["becomes"], "target": target}
    if given.get("becomes") == "indicator" and given.get("counted"):
        texts["of"] = given["counted"]
    texts["title"] = texts.get("title") or start.title
    return replace(start, **texts)  # type: ignore[arg-type]  # every one of them is a text


# Which list a rule's place is chosen from.
_TARGETS = {"step": "step", "approval": "step", "validity": "paper", "keep": "paper", "escalate": "limit"}


def said(one: Understood) -> str:
    """时限 24 小时 · 每 1 月 2 次 · 不低于 95 %: kind, figure and unit."""
    kind, unit = dict(_kinds())[one.kind], dict(_units()).get(one.unit, "")
    if one.kind in SAYINGS:
        return kind
    figure = _("留空") if one.is_blank else f"{one.value:g}" if isinstance(one.value, (int, float)) else one.value
    if one.min is not None:
        figure = f"{one.min}–{figure}"
    if one.kind == "frequency":
        return _("%(kind)s：每 %(n)s %(unit)s %(times)s 次") % {
            "kind": kind, "n": figure, "unit": unit, "times": f"{one.times or 1:g}",
        }  # fmt: skip
    return f"{kind}{'：' if chinese() else ': '}{figure} {unit}"


def _proposed(shown: Preset, known: Places) -> str:
    choice = shown.choice
    called = dict((*known.steps, *known.limits, *known.papers, *known.posts))
    where = called.get(choice.target) or called.get(choice.by, "")
    return f"{dict(_becomes())[choice.becomes]}{f' · {where}' if where else ''}"


def _values(choice: Choice) -> dict[str, str]:
    one = choice.understood
    figures = {name: "" if value is None else f"{value}" for name, value in one.as_json().items()}
    texts = {name: str(getattr(choice, name)) for name in TEXTS}
    targets = {f"target_{sort}": choice.target for sort in ("step", "paper", "limit")}
    return {**figures, **texts, **targets, "becomes": choice.becomes, "counted": choice.of}


def _lists(one: Understood, book: Rulebook | None, known: Places) -> dict[str, Sequence[Option]]:
    sayings = one.kind in SAYINGS
    kinds = [each for each in _kinds() if (each[0] in SAYINGS) == sayings]
    fitting = {becomes for kind, _word in kinds for becomes in FITS[kind]}
    offered = Choices(book, "zh" if chinese() else "en") if book is not None else None
    records = offered.of(("record",)) if offered is not None else ()
    return {
        "kind": kinds,
        "unit": () if sayings else _units(),
        "becomes": [each for each in _becomes() if each[0] in fitting],
        "step": [*known.steps, *(_whole(book) if not sayings else ())],
        "limit": known.limits,
        "paper": known.papers,
        "post": known.posts,
        "record": records,
        "counted": [*_measures(), *known.values],
        "how": _hows(),
        "start": [("step.opened", _("进入环节时")), ("case.opened", _("立案时"))],
        "month": [("this", _("当月")), ("next", _("次月"))],
    }


def _whole(book: Rulebook | None) -> Iterable[Option]:
    """A limit may hold for the case as a whole."""
    for one in book.procedures.values() if book is not None else ():
        yield one.name, f"{one.title or one.name} › {_('整个流程')}"


def _kinds() -> list[Option]:
    return [
        ("deadline", _("时限")), ("frequency", _("频次")), ("ratio", _("比例")), ("window", _("时段")),
        ("validity", _("有效期")), ("escalation", _("升级上报")), ("approval", _("审批")),
    ]  # fmt: skip


def _units() -> list[Option]:
    return [
        ("second", _("秒")), ("minute", _("分钟")), ("hour", _("小时")), ("working_hour", _("个工作小时")),
        ("day", _("天")), ("working_day", _("个工作日")), ("week", _("周")), ("month", _("个月")), ("year", _("年")),
        ("percent", "%"), ("clock", _("钟点")),
    ]  # fmt: skip


def _becomes() -> list[Option]:
    return [
        ("step", _("环节的时限")), ("procedure", _("新流程，含这条时限")), ("duty", _("例行义务")),
        ("indicator", _("指标与目标")), ("validity", _("文件的有效期")), ("keep", _("文件的保存期")),
        ("escalate", _("超时升级")), ("approval", _("审批环节")), ("checklist", _("核对清单")),
    ]  # fmt: skip


def _measures() -> list[Option]:
    return [
        ("on_time", _("按时完成的应办")), ("complete", _("填妥的必填项")), ("score", _("问卷答复的平均分")),
    ]  # fmt: skip


def _hows() -> list[Option]:
    return [("at_least", _("不少于")), ("exactly", _("正好")), ("at_most", _("不多于"))]
