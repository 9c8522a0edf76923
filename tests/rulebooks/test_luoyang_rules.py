"""The LUOYANG rulebook is whole, speaks Chinese, and its open figures can be given another value."""

import re
from collections.abc import Iterator, Mapping

import pytest
from tests.rulebooks.proofs import comes_true, shipped

from shouwen.rulebook.load.parameters import with_parameters
from shouwen.rulebook.model import Due, Exit, PaperRule, Rule, StepRule
from shouwen.rulebook.walk import walk_rulebook

LUOYANG = shipped("luoyang").rulebook
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALTERNATIVES: Mapping[str, str] = {
    "extension_counts.reading": "total",
    "refund_counts_from.reading": "completed",
}
"""Readings that the source leaves open: three months in all, and counted from completion."""


def test_every_clause_is_carried() -> None:
    cited = {clause for _, part in walk_rulebook(LUOYANG) for clause in getattr(part, "cites", ())}
    clauses = {clause.id for clause in LUOYANG.clauses if clause.text}
    assert cited == clauses
    assert len(clauses) == 151


def _titled() -> Iterator[tuple[str, str]]:
    for path, part in walk_rulebook(LUOYANG):
        if isinstance(part, (StepRule, Exit, Due, Rule)):
            yield path, part.title or ""
        if isinstance(part, PaperRule):
            yield from ((f"{path}.{name}", field.title or "") for name, field in part.fields.items())


def test_everything_people_see_has_a_chinese_title() -> None:
    assert [path for path, title in _titled() if not CHINESE.search(title)] == []


EXTENSION = """
story: 首次三个月之外再延一个月
when:
  - 2026-05-25 09:00 前台接待员 立案: 装修延期
  - 2026-05-25 09:20 前台接待员 收验许可证复印件和出入卡，核算延期: 两份复印件和出入卡齐备
    填: {延期时间核算.本次延期月数: 1, 延期时间核算.连同首次备案的总月数: 4, 装修许可证复印件.份数: 2, 交验的人员临时出入卡.张数: 1}
  - 2026-05-25 09:30 前台接待员 审定延期时间: 同意延期
    填: {延期审定记录.同意延期: true}
then:
  - THEN
"""
REFUND = """
story: 入住已满三个月，完工还不到三个月
when:
  - 2026-05-06 09:00 前台接待员 立案: 装修保证金退还
    填: {装修核查与退款申请.完工日期: 2026-04-20}
  - 2026-05-06 10:00 装修管理负责人 装修核查: 合格
  - 2026-05-06 11:00 前台接待员 核对装修资料: 资料齐全
    填: {装修资料齐全核对.资料齐全: true}
  - 2026-05-06 14:00 前台接待员 请楼下业主签字认可: 楼下业主认可
    填: {楼下业主认可书.确认没有渗漏等影响: true}
  - 2026-05-06 14:05 签字: 楼下业主认可书
    方: downstairs
  - 2026-05-06 15:00 前台接待员 收原件、收据和出入卡: 交齐，约好退款时间
    填: {退款凭证与出入卡收取登记.登记证原件已交来: true, 退款凭证与出入卡收取登记.保证金收据已交来: true,
      退款凭证与出入卡收取登记.未退还张数: 0, 退款凭证与出入卡收取登记.入住日期: 2026-01-25,
      退款凭证与出入卡收取登记.约定退款时间: 2026-05-07 09:30}
  - 2026-05-07 09:40 前台接待员 前台退还保证金: 已退款
then:
  - THEN
"""


@pytest.mark.parametrize(
    ("text", "key", "before", "after"),
    [
        (EXTENSION, "extension_counts", "待办 前台接待员 · 备案表批注盖章", "2026-05-25 09:30 拒绝 装修总长的上限"),
        (REFUND, "refund_counts_from", "结案", "2026-05-07 09:40 拒绝 完工满三个月；可做 2026-07-21 00:00"),
    ],
)
def test_the_other_reading_of_the_source_is_one_figure_away(text: str, key: str, before: str, after: str) -> None:
    chosen = {name: value for name, value in ALTERNATIVES.items() if name.startswith(key)}
    settled, problems = with_parameters(LUOYANG, chosen)
    assert problems == ()
    for rulebook, then in ((LUOYANG, before), (settled, after)):
        assert comes_true(text.replace("THEN", then), rulebook) == []
