"""The runner believes nothing: a claim that is not so, or not at that instant, is said to be broken."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.engine.story import StoryError, read_story
from shouwen.engine.story_run import run_story
from shouwen.rulebook.load import load

RULES = """\
rulebook: SMALL
title: 小制度
edition: {id: 1, in_force: 2026-01-01}
calendars: {office: {days: china, hours: [09:00-12:00, 13:00-18:00]}}
parties: {customer: 客户}
---
- {clause: SMALL-1, title: 答复}
---
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {fact: grade, title: 等级, scale: [general, serious], titles: {general: 一般, serious: 严重}}
- {paper: record, title: 记录单, fields: {text: {type: text, title: 内容}, kind: {type: choice, title: 种类, choices: {leak: 漏水}}}}
- {paper: letter, title: 《函》}
- {gate: careful, title: 先看后付, act: pay, needs: {record.kind: leak}, override: boss}
- procedure: matter
  title: 投诉
  roles: {tracker: {title: 跟踪人, set: opener, fixed: true}}
  due: {answer: {title: 答复时限, within: 24h, until: customer.answered, on_miss: [{escalate: boss}], cites: [SMALL-1]}}
  steps:
    judge: {title: 审核, by: agent, fill: [record], judge: grade, out: {general: {then: last, title: 一般投诉}, serious: {then: last, title: 严重投诉, do: [{issue: letter, to: {outside: customer}}]}}}
    last: {title: 办理, by: boss, out: {done: {then: end, title: 办完}}}
"""
STORY = """\
story: 一天没有答复
when:
  - 2026-03-02 09:00 专员 立案: 投诉
  - 2026-03-02 09:20 专员 审核: 严重投诉
    填: {记录单.种类: 漏水}
then:
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "all.yaml").write_text(RULES, encoding="utf-8")
    loaded = load(folder)
    assert loaded.rulebook is not None, loaded.problems
    return compile_rulebook(loaded.rulebook)


def broken(compiled: Compiled, claim: str, more: str = "") -> list[str]:
    text = STORY.replace("then:\n", f"{more}then:\n  - {claim}\n")
    written: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - every scalar as text
    return run_story(read_story(written, "Asia/Shanghai"), compiled)


@pytest.mark.parametrize(
    "claim",
    [
        "2026-03-03 03:00 预警: 答复时限",
        "2026-03-03 09:00 超时: 答复时限；升级 经理；依据 SMALL-1",
        "2026-03-02 09:20 发出 函 给 客户；待办 经理 · 办理；事实 等级 = 严重",
        "2026-03-02 09:00 起算 答复时限 至 2026-03-03 09:00；角色 跟踪人 = 专员",
        "待办: 经理 · 办理",
        "无待办: 审核",
        "状态: 处理中",
        "事实: 记录单.种类 = 漏水",
        "时限: 答复时限 = 进行中",
        "2026-03-02 09:20 事实 记录单.种类 = 漏水",
        "不得: 结案；超时 答复时限",
    ],
)
def test_what_is_so_is_believed(compiled: Compiled, claim: str) -> None:
    assert not broken(compiled, claim)


@pytest.mark.parametrize(
    "claim",
    [
        "2026-03-03 03:01 预警: 答复时限",
        "2026-03-03 02:59 预警: 答复时限",
        "2026-03-03 09:00 超时: 答复时限；升级 专员",
        "2026-03-03 09:00 超时: 答复时限；依据 SMALL-2",
        "2026-03-03 09:00 按时: 答复时限",
        "2026-03-02 09:20 发出 函 给 经理",
        "2026-03-02 09:00 起算 答复时限 至 2026-03-03 09:01",
        "2026-03-02 09:00 改期 答复时限",
        "2026-03-02 09:21 发出 函",
        "待办: 专员 · 办理",
        "无待办: 办理",
        "状态: 已归档",
        "事实: 等级 = 一般",
        "时限: 答复时限 = 逾期",
        "子事项 投诉",
        "不得: 发出 函",
        "2026-03-02 09:21 事实 等级 = 严重",
        "结案",
    ],
)
def test_what_is_not_so_is_found(compiled: Compiled, claim: str) -> None:
    found = broken(compiled, claim)
    assert found
    assert claim.replace(": ", "：")[:10] in found[0]


def test_acts_refusals_and_overrides_are_told_in_the_rulebooks_words(compiled: Compiled) -> None:
    more = "  - 2026-03-02 09:30 专员 动作: pay\n    填: {记录单.种类: other}\n"
    more += "  - 2026-03-02 09:40 经理 放行: 先看后付\n    原因: 急\n  - 2026-03-02 09:50 专员 动作: pay\n    填: {记录单.种类: other}\n"
    for claim in ("2026-03-02 09:30 拒绝 先看后付；缺 记录单.种类", "2026-03-02 09:50 破例 先看后付"):
        assert not broken(compiled, claim, more)
    assert broken(compiled, "2026-03-02 09:50 拒绝 先看后付", more)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2026-03-02 10:00 经理 验收: 办完", "open are 办理"),
        ("2026-03-02 10:00 经理 办理: 好了", "it has"),
        ("2026-03-02 10:00 经理 签收: 收条", "no paper"),
        ("2026-03-02 10:00 专员 立案: 报修", "no procedure"),
        ("二月三日 专员 办理: 办完", "names no instant"),
    ],
)
def test_a_line_that_means_nothing_is_refused_with_what_could_be_meant(
    compiled: Compiled, line: str, words: str
) -> None:
    with pytest.raises(StoryError, match=words):
        broken(compiled, "结案", f"  - {line}\n")


def test_a_claim_that_means_nothing_is_refused(compiled: Compiled) -> None:
    with pytest.raises(ValueError, match="no saying"):
        broken(compiled, "2026-03-02 10:00 大概 好了")
