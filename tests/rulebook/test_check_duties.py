"""Windows, records and figures of duties and indicators, and how a changed block is told."""

from collections.abc import Callable
from typing import Any

from tests.rulebook.test_check_blocks import ALL, BASE

from shouwen.rulebook import words
from shouwen.rulebook.comparing import differences

Faulty = Callable[..., None]
Write = Callable[..., Any]


def test_a_window_that_ends_before_it_opens(faulty: Faulty) -> None:
    duty = "- {duty: plan_it, title: 计划, by: head, mode: record, fill: [sheet], due: {y: {each: year, opens: %s, by: %s}}, cites: [T-1]}"
    faulty(
        "window_reversed",
        BASE + duty % ("next_year.3", "next_year.1.end") + "  # <-\n",
        BASE + duty % ("next_year.1", "next_year.1.end") + "\n",
        zh="窗口从下年第3天开始，却到下年第1个月末就结束",
        en="opens at next_year.3 but ends at next_year.1.end",
    )


def test_a_duty_for_something_that_nobody_keeps(faulty: Faulty) -> None:
    duty = "- {duty: call, by: clerk, per: %s, mode: record, due: {m: {each: month, need: {at_least: 1, of: callback}}}, cites: [T-1]}"
    faulty(
        "unknown_record",
        ALL + duty % "credit_acount" + "  # <-\n",
        ALL + duty % "credit_account" + "\n",
        zh="没有叫「credit_acount」的记录",
        en="did you mean 'credit_account'?",
    )


def test_a_declared_kind_of_object_has_its_milestones(faulty: Faulty) -> None:
    duty = "- {duty: first_call, by: clerk, per: credit_account, mode: record, due: {f: {from: credit_account.%s, within: 2w, need: {at_least: 1, of: callback}}}, cites: [T-1]}"
    faulty(
        "clock_never_starts",
        ALL + duty % "closed" + "  # <-\n",
        ALL + duty % "opened" + "\n",
        zh="没有事件「credit_account.closed」",
        en="nothing emits 'credit_account.closed'",
    )


def test_an_indicator_that_cannot_be_reached_or_points_both_ways(faulty: Faulty) -> None:
    fact = "- {fact: speed_share, title: 及时率, about: unit, over: month, share: {of: case, that: {closed: true}}, target: {at_least: %s}, better: %s, cites: [T-1]}"
    good = BASE + fact % ("95", "higher") + "\n"
    faulty("bad_target", BASE + fact % ("950", "higher") + "  # <-\n", good, zh="0 到 100", en="between 0 and 100")
    faulty("bad_target", BASE + fact % ("95", "lower") + "  # <-\n", good, zh="只留一个方向", en="keep one direction")


def test_a_need_says_one_number(write: Write) -> None:
    duty = "- {duty: call, by: clerk, per: customer, mode: record, due: {m: {each: month, need: {%s, of: callback}}}, cites: [T-1]}\n"
    two = write(BASE + duty % "at_least: 1, exactly: 2")
    assert two.codes == ["wrong_value"]
    assert "只写一个" in two.problems[0].message
    share = write(BASE + duty % "share: 10")
    assert share.problems == ()
    assert "覆盖不低于10%" in words.sentence(share.loaded.rulebook.duties["call"], share.loaded.rulebook)


def test_an_edition_that_changes_blocks_is_compared_in_sentences(write: Write) -> None:
    changed = (
        ALL.replace("on_time: 60, manners: 40", "on_time: 50, manners: 50")
        .replace("issued: 95", "issued: 90")
        .replace("{text: 二, weight: 50}", "{text: 二, weight: 30}, {text: 三, weight: 20}")
        .replace("appeal: {within: 15d", "appeal: {within: 10d")
        .replace("resits: 2", "resits: {value: , confirm: 未写}")
        .replace("{title: 主管, post: head, after: 2y}", "{title: 主管, post: head, after: 3y}")
        .replace("opened: 开户", "opened: 开立账户")
    )
    old, new = write(ALL).loaded.rulebook, write(changed).loaded.rulebook
    assert differences(old, old) == ()
    assert differences(old, new) == (
        "调查“半年调查”：发放率由95变为90。",
        "考试“上岗考试”：补考次数由2变为（未定）。",
        "考核方案“考核方案”，周期“月度”：及时率由60变为50。",
        "考核方案“考核方案”，周期“月度”：礼貌由40变为50。",
        "职业发展“双通道”，通道“管理”，级别“主管”：最早时间由2年变为3年。",
        "违规与处分“违规处理”，申诉由15日内变为10日内。",
        "行业属性“信用账户”：opened由开户变为开立账户。",
        "清单“打分表”，事项“二”：权重由50变为30。",
        "清单“打分表”：新增事项“三”。",
    )
