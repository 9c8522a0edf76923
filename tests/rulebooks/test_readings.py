"""Every contradiction of a source that the rulebooks settle: one value in one place gives the other reading, and the case goes otherwise."""

import pytest
from tests.rulebooks.proofs import comes_true, shipped

from shouwen.rulebook import words
from shouwen.rulebook.check import check
from shouwen.rulebook.figures import fits
from shouwen.rulebook.load.parameters import Parameter, parameters, with_parameters
from shouwen.rulebook.model import ProcedureRule, Rulebook
from shouwen.rulebook.model.recurring import running_dues

EXTENDED = """
story: 备案三个月，再延两个月
when:
  - 2026-05-25 09:00 前台接待员 立案: 装修延期
    填: {装修延期申请.装修备案编号: ZXBA2026-0001, 装修延期申请.申请延至: 2026-07-31}
  - 2026-05-25 09:20 前台接待员 收验许可证复印件和出入卡，核算延期: 两份复印件和出入卡齐备
    填: {延期时间核算.可延至: 2026-07-31, 延期时间核算.本次延期月数: 2, 延期时间核算.连同首次备案的总月数: 5, 装修许可证复印件.份数: 2, 交验的人员临时出入卡.张数: 5}
  - 2026-05-25 09:30 前台接待员 审定延期时间: 同意延期
    填: {延期审定记录.同意延期: true, 延期审定记录.审定延期至: 2026-07-31}
then:
  - THEN
"""
REFUNDED = """
story: 三月二十日完工，四月一日入住，五月来退保证金
when:
  - 2026-05-06 09:00 前台接待员 立案: 装修保证金退还
    填: {装修核查与退款申请.装修备案编号: ZXBA2026-0001, 装修核查与退款申请.完工日期: 2026-03-20}
  - 2026-05-07 10:00 装修管理负责人 装修核查: 合格
    填: {装修核查记录.核查日期: 2026-05-07}
  - 2026-05-07 11:00 前台接待员 核对装修资料: 资料齐全
    填: {装修资料齐全核对.资料齐全: true}
  - 2026-05-08 10:00 前台接待员 请楼下业主签字认可: 楼下业主认可
    填: {楼下业主认可书.楼下房号: '1103', 楼下业主认可书.确认没有渗漏等影响: true}
  - 2026-05-08 10:10 签字: 楼下业主认可书
    方: downstairs
  - 2026-05-08 15:00 前台接待员 收原件、收据和出入卡: 交齐，约好退款时间
    填: {退款凭证与出入卡收取登记.登记证原件已交来: true, 退款凭证与出入卡收取登记.保证金收据已交来: true, 退款凭证与出入卡收取登记.出入卡发放张数: 5, 退款凭证与出入卡收取登记.出入卡退还张数: 5, 退款凭证与出入卡收取登记.未退还张数: 0, 退款凭证与出入卡收取登记.入住日期: 2026-04-01, 退款凭证与出入卡收取登记.约定退款时间: 2026-05-11 09:30}
  - 2026-05-11 09:40 前台接待员 前台退还保证金: 已退款
    填: {保证金退款记录.金额: 3000, 保证金退款记录.已退款: true}
then:
  - THEN
"""
REPORTED = """
story: 违法违规只报了经纪业务总部
when:
  - 2026-03-02 09:00 营运部人员 立案: 违法违规报告
  - 2026-03-02 10:00 营运部人员 写书面报告: 已书面上报
    填: {违法违规行为书面报告.报经纪业务总部: true, 违法违规行为书面报告.报融资融券部: false}
then:
  - THEN
"""
PAID = """
story: 本部总经理先批了特殊付款
when:
  - 2026-03-02 09:00 大客户服务人员 立案: 特殊付款方式审批
  - 2026-03-02 10:00 大客户服务人员 申请特殊付款方式: 报批
    填: {特殊付款方式申请.要求的付款方式: 分三期}
  - 2026-03-03 10:00 本部总经理 同意: 审批特殊付款方式
then:
  - THEN
"""
BOUGHT = """
story: 批准以后预算要超五百元，说明了理由
when:
  - 2026-03-02 09:00 部门文员 立案: 物资采购
    填: {采购申请单.物资设备: 巡更机, 采购申请单.规格要求: 防水带定位}
  - 2026-03-03 09:00 部门文员 询价比较: 已比较
    填: {规格与价格比较表.报价家数: 2, 规格与价格比较表.规格没有降低: true, 规格与价格比较表.拟选的是合格报价中最低的: false, 规格与价格比较表.不选最低价的理由: 最低价无现货, 规格与价格比较表.支出后的预算余额: -500}
  - 2026-03-03 10:10 部门经理 同意: 部门经理审批
    原因: 安全必需，从其他项目调剂
then:
  - THEN
"""
MAJOR = """
story: 回访发现重大问题
when:
  - 2026-03-02 09:00 客服助理 立案: 回访发现问题
    填: {回访登记.客户姓名: 李先生, 回访登记.回访阶段: 施工中}
  - 2026-03-02 09:10 客服助理 填写回访记录: 有问题，判断严重程度
    填: {《客户回访(投诉)、追访记录表》.记录类别: 回访, 《客户回访(投诉)、追访记录表》.问题类别: 施工质量}
  - 2026-03-02 09:20 客服助理 判断严重程度: 重大，上报总监
then:
  - THEN
"""
COMPLAINED = """
story: 投诉的处理结果
given: {until: 2026-03-02 09:01}
when:
  - 2026-03-02 09:00 接待人员 立案: 客户投诉
then:
  - THEN
"""
APPLIED = """
story: 由谁批准
when:
  - 2026-03-02 09:00 客服助理 立案: 处理权限审批
  - 2026-03-02 09:30 分公司客服部 填申请并备齐呈报资料: 报分公司总经理
    填: {权限审批申请.审批事项: MATTER, 权限审批申请.能否落实由施工队承担、公司不受损: false, 权限审批申请.处理方式: 不涉及, 《问题(纠纷)客户详情表》.客户要求: 赔偿, 相关资料.资料目录: 合同}
  - 2026-03-02 10:00 分公司总经理 分公司总经理签字: 同意上报
then:
  - THEN
"""


def settled(name: str, parameter: str, value: str) -> tuple[Rulebook, Rulebook]:
    """The rulebook as it ships, and with this one value changed: asked of the administrator, and found sound by the checker."""
    book = shipped(name).rulebook
    known: dict[str, Parameter] = {each.key: each for each in parameters(book)}
    assert known[parameter].confirm
    assert fits(known[parameter], value, book)
    other, problems = with_parameters(book, {parameter: value})
    assert problems == ()
    assert [each for each in check(other, {}) if each.level == "error"] == []
    return book, other


@pytest.mark.parametrize(
    ("name", "parameter", "value", "story", "before", "after"),
    [
        pytest.param(
            "luoyang", "extension_counts.reading", "total", EXTENDED,
            "2026-05-25 09:30 待办 前台接待员 · 备案表批注盖章；遵守 每次延期最长三个月",
            "2026-05-25 09:30 拒绝 装修总长的上限；依据 LUOYANG-13.2",
            id="LUOYANG 13.2: three months for each extension, or with the filing",
        ),
        pytest.param(
            "luoyang", "refund_counts_from.reading", "completed", REFUNDED,
            "2026-05-11 09:40 拒绝 入住满三个月；可做 2026-07-02 00:00；依据 LUOYANG-14.1b",
            "2026-05-11 09:40 拒绝 完工满三个月；可做 2026-06-21 00:00；依据 LUOYANG-14.1b",
            id="LUOYANG 14.1b: three months since moving in, or since completion",
        ),
        pytest.param(
            "margin", "report_addressees.reading", "both", REPORTED,
            "2026-03-02 10:00 发出 违法违规行为书面报告 给 经纪业务总部经办；遵守 至少报一家上级部门",
            "2026-03-02 10:00 拒绝 两家上级部门都报；依据 MARGIN-1.2.3b",
            id="MARGIN 1.2.3b: either of two addressees, or both",
        ),
        pytest.param(
            "keyacc", "payment_signers.reading", "both", PAID,
            "2026-03-03 10:00 待办 大客户服务人员 · 告知客户付款方式",
            "待办 营销副总 · 审批特殊付款方式",
            id="KEYACC 2.6: either of two approves, or both",
        ),
        pytest.param(
            "tower", "budget_rule.reading", "block", BOUGHT,
            "2026-03-03 10:10 违反 采购不超预算；发出 采购通知单",
            "2026-03-03 10:10 拒绝 采购不得超预算；依据 TOWER-6.0a",
            id="TOWER 6.0a: over the budget warned, or forbidden",
        ),
        pytest.param(
            "decor", "major_power.rows.0.then.planner", "service_deputy", MAJOR,
            "2026-03-02 09:20 待办 总监 · 总监提出处理方案；通知 客服副总监",
            "2026-03-02 09:20 待办 客服副总监 · 总监提出处理方案；通知 总监",
            id="DECOR 3.6.5 and 4.1.6: the director plans and the deputy knows, or the other way",
        ),
        pytest.param(
            "norm", "complaint.due.result.within", "2wd", COMPLAINED,
            "2026-03-02 09:00 起算 投诉答复时限 至 2026-03-09 18:00",
            "2026-03-02 09:00 起算 投诉答复时限 至 2026-03-04 18:00",
            id="NORM 3.5.2a: a set time that is not set",
        ),
        *(
            pytest.param(
                "decor", f"authority.rows.{row}.then.approver", post, APPLIED.replace("MATTER", matter),
                f"2026-03-02 10:00 待办 {before} · 按权限表审批", f"2026-03-02 10:00 待办 {after} · 按权限表审批",
                id=f"DECOR 5.11.2: merged cells, {matter}",
            )
            for row, matter, post, before, after in (
                (6, "维修索赔", "vice_president", "大区总裁", "集团主管副总裁"),
                (9, "无理取闹退半步", "regional_president", "集团主管副总裁", "大区总裁"),
                (13, "仲裁、诉讼", "vice_president", "法务中心总监", "集团主管副总裁"),
            )
        ),
    ],
)  # fmt: skip
def test_one_value_gives_the_other_reading(
    name: str, parameter: str, value: str, story: str, before: str, after: str
) -> None:
    book, other = settled(name, parameter, value)
    assert comes_true(story.replace("THEN", before), book) == []
    assert comes_true(story.replace("THEN", after), other) == []
    assert comes_true(story.replace("THEN", after), book) != []


@pytest.mark.parametrize(("duty", "clause"), [("check_iso", "CAMPUS-2.1"), ("canvass_customers", "CAMPUS-2.2")])
def test_twice_is_exactly_twice_or_at_least(duty: str, clause: str) -> None:
    """At least two can be opened one by one; that there are exactly two has to be counted, which waits."""
    book, other = settled("campus", f"{duty}.due.month.need.quota", "at_least")
    assert clause in book.duties[duty].cites
    assert "恰好2次" in words.sentence(book.duties[duty], book, "zh")
    assert "至少2次" in words.sentence(other.duties[duty], other, "zh")
    assert duty not in owed(book)
    assert duty in owed(other)


def owed(book: Rulebook) -> set[str]:
    return {duty.name for duty, _, _ in running_dues(book.duties, book.procedures, book.header.unit_kinds)}


def test_a_reading_that_is_none_is_refused_and_found() -> None:
    book = shipped("luoyang").rulebook
    known = {each.key: each for each in parameters(book)}
    assert not fits(known["refund_counts_from.reading"], "sometime", book)
    wrong, _ = with_parameters(book, {"refund_counts_from.reading": "sometime"})
    found = {(each.code, each.where) for each in check(wrong, {}) if each.level == "error"}
    assert ("unknown_reading", "refund_counts_from.reading") in found


def test_visits_and_callbacks_may_each_be_planned_or_not() -> None:
    """17.1.1 plans visits and leaves callbacks open, 17.3.1 the other way: both kinds of contact take both words."""
    book = shipped("luoyang").rulebook
    assert book.facts["contact_plan"].one_of == ("planned", "unplanned")
    assert {"LUOYANG-17.1.1", "LUOYANG-17.3.1"} <= set(book.facts["contact_plan"].cites)
    both = [
        rule
        for rule in book.rules
        if isinstance(rule, ProcedureRule) and {"LUOYANG-17.1.1", "LUOYANG-17.3.1"} <= set(rule.cites)
    ]
    assert both
    assert all(rule.opens and rule.opens.by for rule in both)
    assert {"regular_visits", "irregular_callbacks"} <= set(book.duties)


def test_several_names_of_one_thing_are_said_beside_it() -> None:
    """The permit has three names, the manager two; who reads the one finds the others."""
    book = shipped("luoyang").rulebook
    permit = next(paper for paper in book.papers.values() if paper.title == "《装修备案表》")
    assert "登记证" in str(permit.confirm)
    assert "许可证" in str(permit.confirm)
    assert "物业经理" in str(book.posts["center_manager"].confirm)


def test_a_rule_that_stands_twice_is_one_with_the_customers_consent() -> None:
    """5.1.2(5) and 5.2 say the same; 5.2 adds that the customer agrees to the plan."""
    book = shipped("decor").rulebook
    steps = book.procedures["complaint"].steps.values()
    assert any({"DECOR-5.1.2.5", "DECOR-5.2a"} <= set(step.cites) for step in steps)
    assert any("DECOR-5.2c" in (*step.cites, *(c for way in step.out.values() for c in way.cites)) for step in steps)


def test_a_slip_of_the_source_is_read_as_june_and_december() -> None:
    """18.3.1 writes `every month's June or December`."""
    (due,) = shipped("luoyang").rulebook.duties["half_year_survey"].due.values()
    assert due.each is not None
    assert "BYMONTH=6,12" in str(due.each.value)
