"""Analysis A, clocks: that each limit can start, can be met, and that missing it means something."""

from collections.abc import Mapping
from functools import cached_property

from shouwen.rulebook.check.boxes import can_hold
from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.check.words_known import facts, is_open
from shouwen.rulebook.check.written import Written
from shouwen.rulebook.model import Do, Due, DutyRule, Figure, PaperNeed, ProcedureRule, StepRule, TaskDue
from shouwen.rulebook.model.kinds import AnyRule
from shouwen.rulebook.naming.called import code as coded
from shouwen.rulebook.span import ELAPSED, Span, parse_span, show_span
from shouwen.rulebook.vocabulary import DUE_FACTS, EVENTS


def check_clocks(sight: Sight) -> None:
    """Tell limits that never start, never stop, have no length, or have no consequence."""
    _Clocks(sight).all()


class _Clocks:
    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.written = Written(sight)

    @cached_property
    def known(self) -> frozenset[str]:
        return facts(self.sight)

    @cached_property
    def happening(self) -> Mapping[str, frozenset[str]]:
        """Papers that are really filled, issued and signed, for anchors such as `notice.received`."""
        issued = {part.issue for _, part in self.sight.of_type(Do) if part.issue}
        sent = {name for name, paper in self.sight.rulebook.papers.items() if paper.send is not None}
        signed = {part.paper for _, part in self.sight.of_type(PaperNeed) if part.signed}
        signed |= {name for name, paper in self.sight.rulebook.papers.items() if paper.signed}
        return {
            "filled": frozenset(self.written.papers),
            "issued": frozenset(issued | sent),
            "received": frozenset(issued | sent),
            "signed": frozenset(signed),
        }

    def all(self) -> None:
        for where, due in self.sight.of_type(Due):
            self.anchors(where, due)
            if ".valid" not in where:
                self.length(where, due)
            self.calendar(where, due)
        for where, task in self.sight.of_type(TaskDue):
            self.anchor("clock_never_starts", f"{where}.from", task.from_)
        for at in self.sight.steps:
            for name, due in at.step.due.items():
                self.start(f"{at.where}.due.{name}", due)
                self.consequence(f"{at.where}.due.{name}", name, due, at.step)
        for rule in self.sight.rulebook.rules:
            self.rule(rule)

    def rule(self, rule: AnyRule) -> None:
        if not isinstance(rule, (ProcedureRule, DutyRule)):
            return
        for name, due in rule.due.items():
            self.consequence(f"{rule.name}.due.{name}", name, due, rule)
            if isinstance(rule, DutyRule):
                self.met(rule, name, due)
            else:
                self.start(f"{rule.name}.due.{name}", due)

    def start(self, where: str, due: Due) -> None:
        if due.from_ is None and due.each is None:
            self.sight.tell(
                "clock_never_starts",
                where,
                "时限没有写“从何时起算”；请写明从哪件事算起，例如环节开始。",
                "The limit has no `from`; say from which event it counts, as from: step.opened.",
            )

    def anchors(self, where: str, due: Due) -> None:
        if not can_hold(due.while_, self.sight.rulebook):
            self.sight.tell(
                "clock_never_starts",
                f"{where}.while",
                "时限永远不会开始：“仅当”的条件自相矛盾；请改条件。",
                "The limit never starts: its `while` contradicts itself; change the condition.",
            )
        if due.start is not None:
            self.anchor("clock_never_starts", f"{where}.from", due.start)
        if due.until is not None:
            self.anchor("clock_never_stops", f"{where}.until", due.until)

    def anchor(self, code: str, where: str, event: str) -> None:
        head, _, tail = event.rpartition(".")
        dead = head in self.sight.rulebook.papers and head not in self.happening.get(tail, frozenset({head}))
        if not dead and (event in self.known or self.elsewhere(event)):
            return
        zh, en = near(event, self.known - {event}, self.sight.called.event)
        what_zh, what_en = ("开始", "starts") if code == "clock_never_starts" else ("停止", "stops")
        why_zh = f"没有环节让{self.sight.called.event(event)}发生" if dead else f"没有事件{coded(event)}"
        why_en = f"no rule makes '{event}' happen" if dead else f"nothing emits '{event}'"
        self.sight.tell(code, where, f"时限永远不会{what_zh}：{why_zh}{zh}", f"The limit never {what_en}: {why_en}{en}")

    def elsewhere(self, event: str) -> bool:
        """Whether a domain without events of its own here, or a rule that could not be typed, answers for it."""
        first = event.partition(".")[0]
        own = any(name.startswith(f"{first}.") for name in EVENTS)
        return (is_open(event) and not own) or self.sight.untyped(first)

    def length(self, where: str, due: Due) -> None:
        if all(part is None for part in (due.within, due.by, due.at, due.each, due.repeat, due.need)):
            self.sight.tell(
                "clock_without_length",
                where,
                "时限没有长度；请填“时限”“不晚于”“起算后第几天”“周期”“重复”之一（未定可留空，写明待确认什么）。",
                "The limit has no length; write one of within, by, at, each or repeat (an empty value with `confirm` if unknown).",
            )

    def calendar(self, where: str, due: Due) -> None:
        """A calendar beside hours that run on absolute time: whoever wrote it meant them to stand still at night."""
        if due.calendar is None or due.each is not None or due.by is not None:
            return
        figures = (due.within, due.after, due.at, due.repeat.every if due.repeat is not None else None)
        spans = [self.span(each) for each in figures if each is not None]
        if not spans or any(span is None or span.unit not in ELAPSED for span in spans):
            return
        span = next(each for each in spans if each is not None)
        open_ = Span(span.n, "wh" if span.unit == "h" else "wmin")
        header = self.sight.rulebook.header.calendars.get(due.calendar)
        title = f"“{header.title}”" if header is not None and header.title else coded(due.calendar)
        self.sight.tell(
            "calendar_without_effect",
            f"{where}.calendar",
            f"写了日历{title}，但{show_span(span)}按钟点计，夜里和休息日也照走；要按日历计，请改成{show_span(open_)}；"
            "本来就不分昼夜的，请去掉“日历”。",
            f"The calendar '{due.calendar}' has no effect: {show_span(span, 'en')} run at night and on days off too; "
            f"write {open_} ({show_span(open_, 'en')}) to count on it, or take the calendar out.",
            level="warning",
        )

    def span(self, figure: Figure[str]) -> Span | None:
        """As it is written, or as the word of the header stands for it; None while it is left open."""
        word = self.sight.rulebook.header.words.get(figure.value or "")
        try:
            return parse_span((word.value if word is not None else figure.value) or "")
        except ValueError:
            return None

    def met(self, duty: DutyRule, name: str, due: Due) -> None:
        """A duty is met by a record, a form, papers, or the case it opens."""
        if due.need is None and due.until is None and not (duty.fill or duty.papers or duty.opens):
            self.sight.tell(
                "clock_never_stops",
                f"{duty.name}.due.{name}",
                "这项义务无从完成：没有写“要求的数量”“填写的表单”“所需文件”或“立案”；请写明什么记录算完成。",
                "Nothing can meet this duty: it has no need, fill, papers or opens; say which record counts.",
            )

    def consequence(self, where: str, name: str, due: Due, rule: StepRule | ProcedureRule | DutyRule) -> None:
        mode = due.mode or rule.mode
        if mode in ("block", "record") or due.on_miss or due.on_warn or name in self.read:
            return
        self.sight.tell(
            "clock_without_consequence",
            where,
            "超时之后什么也不会发生；请写“预警后果”或“超时后果”，让指标读取它，或把“方式”选为只记录。",
            "Nothing follows when this limit is missed; write on_warn or on_miss, let an indicator read it, or say mode: record.",
            level="warning",
        )

    @cached_property
    def read(self) -> frozenset[str]:
        """Names of limits whose state some condition or indicator looks at."""
        paths = {path for _, part in self.sight.parts if hasattr(part, "paths") for path in part.paths()}
        return frozenset(path.rpartition(".")[0] for path in paths if path.rpartition(".")[2] in DUE_FACTS)
