"""Limits that never start, never stop, have no length or no consequence, or cannot hold what is inside them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.rulebook.conftest import HEADER

from shouwen.rulebook.check import check
from shouwen.rulebook.check.limits import weekday_reach
from shouwen.rulebook.span import Span, parse_span

Faulty = Callable[..., None]
Write = Callable[..., Any]

MISS = "on_miss: [{notify: head}]"


def flow(due: str, more: str = "") -> str:
    return (
        "- procedure: complaint\n  cites: [T-1]\n  steps:\n"
        f"    take: {{by: clerk, out: {{taken: work}}, due: {{d: {{{due}}}}}}}{'  # <-' if '<-' not in more else ''}\n"
        f"    work: {{by: head, out: {{done: end}}}}\n{more.replace('<-', '')}"
    )


def test_limit_from_an_event_that_nothing_emits(faulty: Faulty) -> None:
    faulty(
        "clock_never_starts",
        flow(f"from: case.opend, within: 1d, {MISS}"),
        flow(f"from: case.opened, within: 1d, {MISS}").replace("  # <-", ""),
        zh="没有事件「case.opend」；是不是“立案”「case.opened」？",
        en="nothing emits 'case.opend'; did you mean 'case.opened'?",
    )


def test_limit_without_a_start(faulty: Faulty) -> None:
    faulty(
        "clock_never_starts",
        flow(f"within: 1d, {MISS}"),
        flow(f"from: step.opened, within: 1d, {MISS}"),
        zh="时限没有写“从何时起算”；请写明从哪件事算起，例如环节开始",
        en="no `from`",
    )


def test_limit_from_the_receipt_of_a_paper_that_nobody_issues(faulty: Faulty) -> None:
    paper = "- {paper: notice, sort: notice, fields: {text: text}, cites: [T-1]}\n"
    limit = flow(f"from: notice.received, within: 24h, {MISS}")
    faulty(
        "clock_never_starts",
        paper + limit.replace("out: {done: end}", "fill: [notice], out: {done: end}"),
        paper
        + limit.replace(
            "out: {done: end}", "fill: [notice], do: [{issue: notice, to: head}], out: {done: end}"
        ).replace("  # <-", ""),
        zh="没有环节让「notice.received」发生",
        en="no rule makes 'notice.received' happen",
    )


def test_limit_until_an_event_that_nothing_emits(faulty: Faulty) -> None:
    faulty(
        "clock_never_stops",
        flow(f"from: case.opened, until: customer.anwsered, within: 24h, {MISS}"),
        flow(f"from: case.opened, until: customer.answered, within: 24h, {MISS}"),
        zh="永远不会停止",
        en="The limit never stops: nothing emits 'customer.anwsered'",
    )


def test_duty_that_nothing_can_meet(faulty: Faulty) -> None:
    faulty(
        "clock_never_stops",
        f"- {{duty: calls, by: clerk, cites: [T-1], due: {{m: {{each: month, {MISS}}}}}}}  # <-\n",
        f"- {{duty: calls, by: clerk, cites: [T-1], due: {{m: {{each: month, need: {{at_least: 2, of: callback}}, {MISS}}}}}}}\n",
        zh="无从完成",
        en="Nothing can meet this duty",
    )


def test_limit_without_length(faulty: Faulty) -> None:
    faulty(
        "clock_without_length",
        flow(f"from: step.opened, {MISS}"),
        flow(f"from: step.opened, within: {{value: , confirm: 未定}}, {MISS}"),
        zh="时限没有长度",
        en="The limit has no length",
    )


def test_limit_without_consequence(faulty: Faulty) -> None:
    faulty(
        "clock_without_consequence",
        flow("from: step.opened, within: 24h"),
        flow("from: step.opened, within: 24h, on_warn: [{notify: clerk}]"),
        zh="超时之后什么也不会发生",
        en="Nothing follows when this limit is missed",
    )


def test_limit_that_a_reaction_or_its_mode_answers_for_is_clean(write: Write) -> None:
    react = "- {reaction: late, upon: work.opened, when: {d.state: late}, do: [{notify: head}], cites: [T-1]}\n"
    assert write(flow("from: step.opened, within: 24h") + react).problems == ()
    assert write(flow("from: step.opened, within: 24h, mode: record")).problems == ()
    assert write(flow("from: step.opened, within: 24h, mode: block")).problems == ()


def test_calendar_beside_a_span_that_runs_at_night_too(write: Write) -> None:
    """Hours and minutes run on through the night, whatever calendar is named: the author is told, with the way out."""
    header = HEADER.replace("unit_kinds", "calendars: {office: {days: china, hours: [09:00-18:00]}}\nunit_kinds")
    for span in ("2h", "at_once", "{value: 30min, confirm: 未定}"):
        (problem,) = write(flow(f"from: step.opened, within: {span}, calendar: office, {MISS}"), header=header).problems
        assert (problem.code, problem.level) == ("calendar_without_effect", "warning")
        assert problem.place is not None
        assert "夜里和休息日也照走" in problem.message
        assert "个工作" in problem.message
        assert "working" in problem.message_en
    (told,) = write(flow(f"from: step.opened, within: 2h, calendar: office, {MISS}"), header=header).problems
    assert "2个工作小时" in told.message
    assert "2wh" in told.message_en
    for span in ("2wh", "1wd"):
        assert write(flow(f"from: step.opened, within: {span}, calendar: office, {MISS}"), header=header).problems == ()
    assert write(flow(f"from: step.opened, within: 2h, {MISS}"), header=header).problems == ()


def longer(outer: str, first: str, second: str) -> str:
    return f"""\
- procedure: complaint
  cites: [T-1]
  due:
    whole: {{from: case.opened, until: work.done, within: {outer}, {MISS}}}  # <-
  steps:
    take: {{by: clerk, out: {{taken: work}}, due: {{t: {{from: step.opened, within: {first}, {MISS}}}}}}}
    work: {{by: head, out: {{done: tell}}, due: {{w: {{from: take.taken, within: {second}, {MISS}}}}}}}
    tell: {{by: clerk, out: {{told: end}}, due: {{x: {{from: step.opened, within: 90d, {MISS}}}}}}}
"""


def test_limit_shorter_than_those_inside_it(faulty: Faulty) -> None:
    faulty(
        "limit_longer_than_served",
        longer("24h", "4h", "24h"),
        longer("28h", "4h", "24h"),
        zh="时限 24小时 短于其中各环节的时限（4小时、24小时；「take」→「work」）：1096 个起算日中有 1096 个来不及，例如 2024-01-01。请放宽它，或缩短里面的时限",
        en="The limit of 24 hours is shorter than the limits inside it (4 hours, 24 hours; take → work)",
    )


def test_limit_that_only_some_start_days_break(write: Write) -> None:
    found = write(longer("5d", "2h", "4wd"))
    assert found.codes == ["limit_longer_than_served"]
    # Four working days from Tuesday to Friday run over the weekend; from Monday they end on Friday.
    sentence = found.problems[0].message_en
    assert "of 1096 start days" in sentence
    assert "from 1096 of 1096" not in sentence
    assert write(longer("8d", "2h", "4wd")).problems == ()


def test_promise_that_the_way_to_the_end_uses_up(write: Write) -> None:
    promise = f"from: case.opened, until: customer.answered, within: 24h, promise: true, {MISS}"
    flow_ = flow(promise).replace(
        "out: {done: end}", f"out: {{done: end}}, due: {{w: {{from: step.opened, within: 24h, {MISS}}}}}"
    )
    found = write(flow_)
    assert found.codes == ["limit_longer_than_served"]
    assert "没有环节发出它的结束事件" in found.problems[0].message
    assert write(flow_.replace("step.opened, within: 24h", "step.opened, within: 20h")).problems == ()


def test_working_calendar_of_the_caller_decides(write: Write) -> None:
    book = write(longer("8d", "2h", "4wd")).loaded

    def golden_week(start: datetime, span: Span, calendar: str | None) -> datetime:
        """A calendar on which every count of working days crosses a week of holidays."""
        assert calendar is None
        return weekday_reach(start, span) + (timedelta(days=7) if span.unit == "wd" else timedelta())

    found = [p.code for p in check(book.rulebook, book.places, reach=golden_week)]
    assert found == ["limit_longer_than_served"]


def test_weekdays_are_the_calendar_without_a_caller() -> None:
    friday = datetime.fromisoformat("2024-01-05T15:00+00:00")
    expected = {
        "3h": "2024-01-05T18:00+00:00",
        "3wh": "2024-01-08T10:00+00:00",
        "1wd": "2024-01-08T17:00+00:00",
        "6wd": "2024-01-15T17:00+00:00",
        "1d": "2024-01-07T00:00+00:00",
        "1w": "2024-01-13T00:00+00:00",
    }
    assert {
        text: weekday_reach(friday, parse_span(text)).isoformat(timespec="minutes") for text in expected
    } == expected


def test_limit_whose_condition_contradicts_itself(faulty: Faulty) -> None:
    limit = "from: step.opened, within: 1d, while: {all: [{case.urgent: true}, {case.urgent: %s}]}, " + MISS
    faulty(
        "clock_never_starts",
        flow(limit % "false"),
        flow(limit % "true"),
        zh="时限永远不会开始：“仅当”的条件自相矛盾；请改条件",
        en="its `while` contradicts itself",
    )


def test_warning_that_comes_after_the_limit(faulty: Faulty) -> None:
    faulty(
        "limit_longer_than_served",
        flow(f"from: step.opened, within: 24h, warn: 30h, {MISS}"),
        flow(f"from: step.opened, within: 24h, warn: 20h, {MISS}"),
        zh="“提前预警”的 30小时 不短于它所属的时限 24小时；请缩短",
        en="The 30 hours of `warn` are not shorter than the limit of 24 hours",
    )


def test_limit_until_a_paper_leaves_ends_with_the_step_that_issues_it(faulty: Faulty) -> None:
    book = """\
- {{paper: reply, sort: letter, fields: {{text: text}}, send: {{to: {{outside: customer}}}}, cites: [T-1]}}
- procedure: complaint
  cites: [T-1]
  due:
    whole: {{from: case.opened, until: reply.issued, within: {0}, on_miss: [{{notify: head}}]}}  # <-
  steps:
    take: {{by: clerk, out: {{taken: write}}, due: {{t: {{from: step.opened, within: 20h, on_miss: [{{notify: head}}]}}}}}}
    write: {{by: head, fill: reply, out: {{done: {{then: after, do: [{{issue: reply}}]}}}}, due: {{w: {{from: step.opened, within: 20h, on_miss: [{{notify: head}}]}}}}}}
    after: {{by: clerk, out: {{told: end}}, due: {{x: {{from: step.opened, within: 90d, on_miss: [{{notify: head}}]}}}}}}
"""
    faulty(
        "limit_longer_than_served",
        book.format("30h"),
        book.format("40h"),
        zh="时限 30小时 短于其中各环节的时限（20小时、20小时；「take」→「write」）：1096 个起算日中有 1096 个来不及，例如 2024-01-01。请放宽它，或缩短里面的时限",
        en="(20 hours, 20 hours; take → write)",
    )
