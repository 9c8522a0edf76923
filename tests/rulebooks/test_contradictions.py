"""Where a source contradicts itself or leaves a reading open, one is chosen and the other is one parameter away."""

import pytest
from tests.rulebooks.proofs import comes_true, shipped

from shouwen.rulebook import words
from shouwen.rulebook.check import check
from shouwen.rulebook.figures import fits
from shouwen.rulebook.load.parameters import parameters, with_parameters
from shouwen.rulebook.model import Attributes, Rulebook, Survey

CHASED = """
story: 首次追访不满意，再次处理后第二次追访仍不满意
when:
  - 2026-03-02 09:00 客服助理 立案: 回访发现问题
    填: {回访登记.客户姓名: 李先生, 回访登记.回访阶段: 施工中}
  - 2026-03-02 09:10 客服助理 填写回访记录: 有问题，判断严重程度
    填: {《客户回访(投诉)、追访记录表》.记录类别: 回访, 《客户回访(投诉)、追访记录表》.问题类别: 施工质量}
  - 2026-03-02 09:20 客服助理 判断严重程度: 一般问题，批转分公司客服部
  - 2026-03-02 10:00 分公司客服部 分公司客服部安排处理: 已安排并明确责任人
  - 2026-03-03 15:00 分公司总经理 处理并追究责任人: 处理完毕
  - 2026-03-07 10:00 客服助理 客户追访/追访客户: 客户不满意
    填: {《客户回访(投诉)、追访记录表》.记录类别: 追访}
  - 2026-03-08 10:00 分公司总经理 客户追访/再次处理: 已处理，请追访
  - 2026-03-12 10:00 客服助理 客户追访/追访客户: 客户不满意
    填: {《客户回访(投诉)、追访记录表》.记录类别: 追访}
then:
  - THEN
"""
SENT = """
story: 通知单九点五十下发，十点签收
given: {until: 2026-03-03 12:00}
when:
  - 2026-03-02 09:00 客服助理 立案: 客户投诉
    填: {投诉来电登记.投诉渠道: 电话, 投诉来电登记.客户姓名: 王女士, 投诉来电登记.简要诉求: 厨房墙砖空鼓}
  - 2026-03-02 09:02 客服助理 调档并回拨客户: 已联系上
    填: {回拨记录.客户档案: 已调阅}
  - 2026-03-02 09:10 客服助理 倾听并记录投诉: 需分公司处理
    填: {《客户回访(投诉)、追访记录表》.记录类别: 投诉}
  - 2026-03-02 09:20 客服助理 看卷并填报处理通知单: 报客服副总监审核
    填: {看卷登记.是否已向有关部门或媒体投诉: false}
  - 2026-03-02 09:40 客服副总监 客服副总监审核: 一般性投诉，批复分公司直接处理
  - 2026-03-02 09:50 行政助理 下发处理通知单: 已下发
  - 2026-03-02 10:00 分公司客服部 签收通知单并报总经理: 已签收
then:
  - THEN
"""
DELAY = """
story: 延期赔偿由谁批准
when:
  - 2026-03-02 09:00 客服助理 立案: 处理权限审批
  - 2026-03-02 09:30 分公司客服部 填申请并备齐呈报资料: 报分公司总经理
    填: {权限审批申请.审批事项: 延期赔偿, 权限审批申请.处理方式: 不涉及, 《问题(纠纷)客户详情表》.客户要求: 赔偿, 相关资料.资料目录: 合同}
  - 2026-03-02 10:00 分公司总经理 分公司总经理签字: 同意上报
then:
  - THEN
"""
ASKED = """
story: 普通咨询
given: {until: 2026-03-02 09:10}
when:
  - 2026-03-02 09:00 接待人员 立案: 客户咨询
    填: {咨询登记.来访渠道: 电话, 咨询登记.咨询内容: 年度保养包含哪些项目}
then:
  - THEN
"""


@pytest.mark.parametrize(
    ("name", "parameter", "value", "story", "before", "after"),
    [
        pytest.param(
            "decor",
            "chase.steps.redo.rounds.most",
            "1",
            CHASED,
            "待办 分公司总经理 · 再次处理",
            "待办 客服助理 · 整理全部资料和案卷",
            id="two calls are both named the second: four chases, or as many as the house says",
        ),
        pytest.param(
            "decor",
            "complaint.due.report.from",
            "handling_notice.issued",
            SENT,
            "2026-03-02 10:00 起算 分公司24小时内反馈 至 2026-03-03 10:00",
            "2026-03-02 09:50 起算 分公司24小时内反馈 至 2026-03-03 09:50",
            id="24 hours of the branch, counted from receipt or from sending",
        ),
        pytest.param(
            "decor",
            "complaint.due.review.from",
            "handling_notice.issued",
            SENT,
            "2026-03-03 10:00 超时 总经理24小时内审核",
            "2026-03-03 09:50 超时 总经理24小时内审核",
            id="24 hours of the review",
        ),
        pytest.param(
            "decor",
            "complaint.due.answer.from",
            "record.recorded",
            SENT,
            "2026-03-03 09:00 超时 24小时内答复客户",
            "2026-03-03 09:10 超时 24小时内答复客户",
            id="24 hours of the answer",
        ),
        pytest.param(
            "decor",
            "authority.rows.5.then.approver",
            "vice_president",
            DELAY,
            "2026-03-02 10:00 待办 大区总裁 · 按权限表审批",
            "2026-03-02 10:00 待办 集团主管副总裁 · 按权限表审批",
            id="merged cells: who decides on delay",
        ),
        pytest.param(
            "norm",
            "consultation.steps.respond.due.normal.within",
            "45min",
            ASKED,
            "2026-03-02 09:00 起算 首次响应时限 至 2026-03-02 09:30",
            "2026-03-02 09:00 起算 首次响应时限 至 2026-03-02 09:45",
            id="a set time that the source does not set",
        ),
    ],
)
def test_the_other_reading_is_one_parameter_away(
    name: str, parameter: str, value: str, story: str, before: str, after: str
) -> None:
    book = shipped(name).rulebook
    open_figures = {each.key: each for each in parameters(book)}
    assert open_figures[parameter].confirm
    assert fits(open_figures[parameter], value, book)
    settled, problems = with_parameters(book, {parameter: value})
    assert problems == ()
    assert comes_true(story.replace("THEN", before), book) == []
    assert comes_true(story.replace("THEN", after), settled) == []
    assert comes_true(story.replace("THEN", after), book) != []


@pytest.mark.parametrize(
    ("name", "parameter", "value", "rule", "before", "after"),
    [
        ("decor", "site_callbacks.due.works.repeat.times", "4", "site_callbacks", "共1次", "共4次"),
        (
            "luoyang",
            "survey.half_year.where.customer.kind",
            "person",
            "half_year",
            "company",
            "person",
        ),
    ],
)
def test_what_modules_carry_out_says_the_other_reading(
    name: str, parameter: str, value: str, rule: str, before: str, after: str
) -> None:
    """A single repeat or a rhythm; companies or owners."""
    book = shipped(name).rulebook
    settled, problems = with_parameters(book, {parameter: value})
    assert problems == ()
    assert before in _sentence(book, rule)
    assert after in _sentence(settled, rule)


def _sentence(book: Rulebook, name: str) -> str:
    part = next(part for part in (*book.rules, *book.blocks) if part.name == name)
    where = part.where if isinstance(part, Survey) else None
    return words.sentence(part, book, "zh") + (str(where.test.value) if where is not None and where.test else "")


def test_a_serious_complaint_goes_to_the_director_and_the_deputy_knows() -> None:
    """Duties name the deputy, the flow the director: the deputy judges, the director's word is compulsory."""
    serious = SENT.replace("一般性投诉，批复分公司直接处理", "问题严重，上报总监")
    serious = serious[: serious.index("  - 2026-03-02 09:50")] + "then:\n  - THEN\n"
    then = "2026-03-02 09:40 通知 总监；待办 总监 · 总监批复\n  - '不得: 待办 行政助理 · 下发处理通知单'"
    assert comes_true(serious.replace("THEN", then), shipped("decor").rulebook) == []


def test_two_people_who_bear_one_name_in_the_source_are_two() -> None:
    """装修负责人: the property's officer who approves, and the contractor's manager who signs."""
    book = shipped("luoyang").rulebook
    assert book.posts["renovation_officer"].confirm
    assert "contractor_manager" in book.header.parties
    assert {"customer", "contractor_manager"} == {who.outside for who in book.papers["service_agreement"].signed}


def test_an_odd_word_of_the_source_is_a_field_with_its_plain_name() -> None:
    """交税情况 is whether the fees are paid; 认事变动 is a free text about people."""
    luoyang, keyacc = shipped("luoyang").rulebook, shipped("keyacc").rulebook
    payment = [
        field for paper in luoyang.papers.values() for field in paper.fields.values() if field.title == "缴费情况"
    ]
    assert [set(field.choices) for field in payment] == [{"paid", "partly", "unpaid"}]
    assert "税" in payment[0].hint
    changes = [
        field
        for block in keyacc.blocks
        if isinstance(block, Attributes)
        for field in block.fields.values()
        if "人事" in (field.title or "")
    ]
    assert [field.type for field in changes] == ["long_text"]


def test_a_reading_that_breaks_the_rulebook_is_found_by_the_checker() -> None:
    decor = shipped("decor")
    settled, _ = with_parameters(decor.rulebook, {"complaint.due.report.from": "nothing.happened"})
    found = {(each.code, each.where) for each in check(settled, {}) if each.level == "error"}
    assert ("clock_never_starts", "complaint.due.report.from") in found
