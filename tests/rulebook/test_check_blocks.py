"""Blocks of modules: names lead somewhere, weights make a whole, windows open before they end, and each is told in words."""

from collections.abc import Callable
from typing import Any

import pytest

from shouwen.rulebook import words

Faulty = Callable[..., None]
Write = Callable[..., Any]

BASE = """
- {paper: sheet, title: 问卷, fields: {speed: {type: score, title: 速度, most: 10}, warmth: {type: score, title: 热情, most: 10}, degree: {type: choice, fact: degree}}, cites: [T-1]}
- {fact: degree, title: 程度, scale: [slight, grave], titles: {slight: 轻微, grave: 严重}, cites: [T-1]}
- {fact: on_time, title: 及时率, about: person, over: month, share: {of: expectation, that: {state: met}}, target: {at_least: 95}, cites: [T-1]}
- {fact: right, title: 准确率, about: person, over: month, share: {of: inspection, that: {correct: true}}, better: higher, cites: [T-1]}
- {procedure: opinion, title: 意见, intake: sheet, cites: [T-1], steps: {take: {by: clerk, out: {taken: end}}}}
- {gate: trained, title: 持证上岗, act: take_duty, needs: {person.exam_passed: true}, cites: [T-1]}
- {gate: refund, title: 退押金, act: refund_deposit, needs: {cards.open: 0}, cites: [T-1]}
- {duty: appraise, title: 考核, by: head, per: clerk, fill: [sheet], mode: record, due: {monthly: {each: month, opens: next_month.1, by: next_month.10}}, cites: [T-1]}
- {checklist: manners, title: 礼貌, items: [微笑, {text: 问候, vital: true}], cites: [T-1]}
"""

GOOD = {
    "questionnaire": "{questionnaire: q, title: 满意度, paper: sheet, dimensions: {speed: {title: 速度, fields: [speed], weight: 60}, warmth: {title: 热情, fields: [warmth], weight: 40}}, cites: [T-1]}",
    "survey": "{survey: half, title: 半年调查, questionnaire: q, of: customer, sample: {how: stratified, by: customer.grade, share: 20}, issued: 95, returned: {value: 95, confirm: 源文}, opinions: opinion, cites: [T-1]}",
    "plan": "{plan: year, title: 年度计划, sort: work, by: head, approve: director, items: {visit: {title: 走访, by: clerk, until: this_year.end}}, cites: [T-1]}",
    "inspection": "{inspection: iso, title: 内审, sort: iso, by: head, with: [director], checklist: manners, findings: opinion, share: 30, cites: [T-1]}",
    "outreach": "{outreach: talk, title: 投资讲座, sort: lecture, of: customer, by: head, topics: [风险], via: [email, message], cites: [T-1]}",
    "report": "{report: month, title: 月报, facts: [on_time], across: branch, compare: [last_period], by: clerk, reviewed_by: head, to: director, cites: [T-1]}",
    "course": "{course: intro, title: 入职培训, for: clerk, topics: [礼仪, 流程], trainers: head, cites: [T-1]}",
    "exam": "{exam: entry, title: 上岗考试, for: clerk, parts: {theory: {title: 理论, weight: 70}, practice: {title: 实操, weight: 30}}, pass: 60, resits: 2, certificate: {title: 上岗证, valid: 1y}, gate: trained, cites: [T-1]}",
    "scheme": "{scheme: staff, title: 考核方案, of: clerk, by: head, duty: appraise, rounds: {monthly: {title: 月度, weights: {on_time: 60, manners: 40}}}, cites: [T-1]}",
    "career": "{career: ladders, title: 双通道, tracks: {lead: {title: 管理, levels: [{title: 专员, post: clerk}, {title: 主管, post: head, after: 2y}]}}, cites: [T-1]}",
    "discipline": "{discipline: misconduct, title: 违规处理, degree: degree, violations: {leak: {title: 泄密, degrees: [grave]}}, measures: {warn: 警告, fire: 解除合同}, sanctions: {slight: warn, grave: [warn, fire]}, rewards: {praise: 受表扬者记功}, decided_by: head, appeal: {within: 15d, heard_by: director}, cites: [T-1]}",
    "roster": "{roster: desk, title: 前台, posts: clerk, at_least: 1, substitute: head, breaks: [12:00-13:00], cites: [T-1]}",
    "fee": "{fee: deposit, title: 装修保证金, sort: deposit, amount: {value: , confirm: 源文未写}, payer: customer, receipt: sheet, refund: refund, cites: [T-1]}",
    "stock": "{stock: keys, title: 钥匙, sort: key, items: {door: {title: 大门钥匙, count: 3, least: 1}}, keeper: clerk, lent_to: [head], paper: sheet, cites: [T-1]}",
    "assignment": "{assignment: floor, title: 派单, posts: clerk, order: [last_agent, fewest_open], capacity: 8, accept: 5min, away: 15min, otherwise: head, cites: [T-1]}",
    "budget": "{budget: dept, title: 部门预算, by: head, approve: director, lines: {gifts: {title: 礼品, amount: 5000}}, cites: [T-1]}",
    "attributes": "{attributes: account, title: 信用账户, of: credit_account, fields: {holdings: {type: number, title: 持仓}}, milestones: {opened: 开户}, owners: {manager: head}, cites: [T-1]}",
    "article": "{article: policy, title: 宗旨, sort: policy, text: 客户至上。, read: {by: [clerk], within: 3d}, renew: 1y, cites: [T-1]}",
    "script": "{script: hello, title: 问候, lines: ['您好，{customer.name}，这里是{company.hotline}'], branches: {激动: [请慢慢说], 平静: {lines: [好的], when: {case.urgent: false}}}, variables: {company.hotline: 热线}, cites: [T-1]}",
    "wording": "{wording: orders, title: 命令式, sort: imperative, phrases: [你必须], instead: {你必须: 请您}, cites: [T-1]}",
    "checklist": "{checklist: weighed, title: 打分表, items: [{text: 一, weight: 50}, {text: 二, weight: 50}], pass: 80, cites: [T-1]}",
}
ALL = BASE + "".join(f"- {block}\n" for block in GOOD.values())


def test_every_kind_of_block_stands_beside_the_others(write: Write) -> None:
    found = write(ALL)
    assert found.problems == (), [(p.code, p.where, p.message_en) for p in found.problems]


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("questionnaire", "用《问卷》问速度 60%、热情 40%。", "asks about speed 60%, warmth 40%."),
        (
            "survey",
            "对客户分层抽样 20%；发放不低于95%；有效回收不低于95%；意见转为“意见”。",
            "stratified sample 20% of customer",
        ),
        ("plan", "工作计划；由客服副总监编制；由总监批准；事项：走访。", "made by head; approved by director"),
        (
            "inspection",
            "ISO检查，由客服副总监会同总监进行；抽查30%；不合格转“意见”。",
            "ISO inspection by head with director",
        ),
        ("outreach", "面向客户的讲座；由客服副总监负责；内容：风险。", "lecture for customer"),
        ("report", "客服助理汇总及时率；经客服副总监审核；报总监。", "reviewed by head; to director"),
        ("course", "客服助理学习礼仪、流程。", "clerk learn"),
        ("exam", "客服助理须达60%；理论 70%、实操 30%；可补考2次；证书1年有效。", "clerk pass with 60%"),
        ("scheme", "客服副总监考核客服助理；月度 及时率 60%", "monthly on time 60%"),
        ("career", "管理 专员 → 主管。", "lead 专员 → 主管."),
        (
            "discipline",
            "违规：泄密；奖励：受表扬者记功；处分：警告、解除合同；由客服副总监决定；可在15日内向总监申诉。",
            "appeal to director within 15 days",
        ),
        (
            "assignment",
            "客服助理的待办依次看上次接待的人 → 在办最少派到人；每人同时最多8件；5分钟内不接转下一位；15分钟没有动静算离开；无人可派时通知客服副总监。",
            "at most 8 at once",
        ),
        ("roster", "客服助理始终有1人在岗；离岗由客服副总监替班。", "head steps in"),
        ("fee", "客户交押金（未定）元；符合“退押金”后退还。", "given back when 'refund' opens"),
        ("stock", "客服助理保管大门钥匙。", "clerk keeps door."),
        ("budget", "客服副总监编制；礼品 5000。", "gifts 5000"),
        ("attributes", "信用账户记有持仓、开户。", "holds holdings, opened."),
        ("article", "客服助理在3日内确认已读；每1年核对更新。", "clerk confirm having read it within 3 days"),
        ("script", "分情形：激动、平静。", "with branches for"),
        ("wording", "命令式用语1条。", "1 phrase, too imperative."),
        ("checklist", "观察2项；得分达80%为合格。", "2 points observed; passed with 80%."),
    ],
)
def test_told_in_words(write: Write, kind: str, zh: str, en: str) -> None:
    book = write(ALL).loaded.rulebook
    block = next(block for block in book.blocks if block.kind == kind and block.name != "manners")
    assert zh in words.sentence(block, book, "zh")
    assert en in words.sentence(block, book, "en")


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code", "zh", "en"),
    [
        ("questionnaire", "weight: 40", "weight: 30", "weights_not_100", "合计 90", "add up to 90"),
        ("questionnaire", ", weight: 40", "", "weights_not_100", "另有 1 项没写", "1 are missing"),
        ("questionnaire", "[speed]", "[sped]", "unknown_reference", "没有字段「sped」", "no field 'sped'"),
        (
            "questionnaire",
            "paper: sheet",
            "paper: shet",
            "unknown_reference",
            "没有叫「shet」的表单；是不是“问卷”「sheet」？",
            "no paper 'shet'",
        ),
        (
            "survey",
            "questionnaire: q,",
            "questionnaire: p,",
            "unknown_reference",
            "没有叫「p」的问卷",
            "no questionnaire 'p'",
        ),
        ("survey", "of: customer", "of: custommer", "unknown_record", "「custommer」的记录", "No record 'custommer'"),
        (
            "survey",
            "returned: {value: 95,",
            "returned: {value: 950,",
            "wrong_value",
            "不能大于 100",
            "less than or equal to 100",
        ),
        (
            "survey",
            "how: stratified, by: customer.grade",
            "how: stratified",
            "wrong_value",
            "分层抽样要写“分层依据”",
            "names its strata",
        ),
        (
            "survey",
            "how: stratified, by: customer.grade",
            "how: census",
            "wrong_value",
            "普查是全体",
            "a census asks everybody",
        ),
        ("assignment", "[last_agent, ", "[skill, ", "wrong_value", "按哪个事实", "names the fact"),
        ("assignment", "[last_agent, ", "[fewest_open, ", "wrong_value", "每一样只写一次", "stands in `order` once"),
        ("plan", "until: this_year.end", "until: sometime", "bad_day", "不是期限日", "is no day"),
        ("plan", "by: clerk", "by: clrk", "unheld_post", "没有设「clrk」", "no post 'clrk'"),
        (
            "inspection",
            "checklist: manners",
            "checklist: maners",
            "unknown_reference",
            "没有叫「maners」的清单",
            "no checklist 'maners'",
        ),
        (
            "outreach",
            "[email, message]",
            "[emails]",
            "unknown_reference",
            "没有叫「emails」的渠道",
            "no channel 'emails'",
        ),
        ("report", "[on_time]", "[on_tme]", "unknown_reference", "没有叫「on_tme」的事实", "no fact 'on_tme'"),
        ("course", "for: clerk", "for: clarke", "unknown_reference", "没有叫「clarke」的岗位", "no post 'clarke'"),
        ("exam", "weight: 30", "weight: 20", "weights_not_100", "合计 90", "add up to 90"),
        ("exam", "gate: trained", "gate: trainde", "unknown_reference", "没有叫「trainde」的关卡", "no gate 'trainde'"),
        ("exam", "valid: 1y", "valid: 1yr", "bad_span", "不是时限", "1yr"),
        ("scheme", "manners: 40", "manners: 30", "weights_not_100", "合计 90", "add up to 90"),
        ("scheme", "manners: 40", "manner: 40", "unknown_reference", "「manner」的事实或清单", "fact or checklist"),
        (
            "scheme",
            "{monthly: {title: 月度",
            "{weekly: {title: 月度",
            "unknown_round",
            "没有「weekly」",
            "no round 'weekly'",
        ),
        ("career", "post: head", "post: boss", "unknown_reference", "没有叫「boss」的岗位", "no post 'boss'"),
        (
            "discipline",
            "degrees: [grave]",
            "degrees: [awful]",
            "unknown_degree",
            "「awful」程度的等级里没有",
            "'awful' is no degree",
        ),
        (
            "discipline",
            "slight: warn, ",
            "",
            "unknown_degree",
            "「slight」没有写可给的处分",
            "'slight' has no sanction",
        ),
        (
            "discipline",
            "fire: 解除合同",
            "dismiss: 解除合同",
            "unknown_degree",
            "「fire」不在“处理措施”里；请改名或补上",
            "'fire' is none",
        ),
        (
            "discipline",
            "heard_by: director",
            "heard_by: head",
            "appeal_by_decider",
            "同一方",
            "heard by those who decided",
        ),
        ("assignment", "posts: clerk", "posts: clark", "unknown_reference", "没有叫「clark」的岗位", "no post 'clark'"),
        ("roster", "posts: clerk", "posts: clark", "unknown_reference", "没有叫「clark」的岗位", "no post 'clark'"),
        (
            "fee",
            ", refund: refund",
            "",
            "deposit_without_refund",
            "没有写何时退还",
            "does not say when it is given back",
        ),
        (
            "fee",
            "payer: customer",
            "payer: custmer",
            "unknown_reference",
            "没有叫「custmer」的外部方",
            "no party or post 'custmer'",
        ),
        ("stock", "[head]", "[hed]", "unknown_reference", "没有叫「hed」的岗位", "no post 'hed'"),
        ("budget", "approve: director", "approve: dirctor", "unheld_post", "没有设「dirctor」", "no post 'dirctor'"),
        ("attributes", "manager: head", "manager: hed", "unknown_reference", "没有叫「hed」的岗位", "no post 'hed'"),
        ("article", "within: 3d", "within: soon", "bad_span", "不是时限", "soon"),
        (
            "script",
            "variables: {company.hotline: 热线}",
            "variables: {}",
            "unknown_slot",
            "没有事实叫「company.hotline」",
            "No fact is called 'company.hotline'",
        ),
        (
            "wording",
            "{你必须: 请您}",
            "{你一定: 请您}",
            "unknown_slot",
            "“你一定”不在“用语”里，替换语用不上；请改正",
            "none of the phrases",
        ),
        ("checklist", "{text: 二, weight: 50}", "{text: 二, weight: 40}", "weights_not_100", "合计 90", "add up to 90"),
    ],
)
def test_a_slip_in_a_block(write: Write, kind: str, good: str, bad: str, code: str, zh: str, en: str) -> None:
    """One slip gives one finding at the block; the block as written above gives none."""
    assert GOOD[kind].count(good) == 1
    found = write(ALL.replace(GOOD[kind], GOOD[kind].replace(good, bad) + "  # <-"))
    told = [p for p in found.problems if p.code == code]
    assert told, [(p.code, p.where, p.message_en) for p in found.problems]
    assert told[0].place is not None
    assert [told[0].place.line] == found.marked
    assert zh in told[0].message
    assert en in told[0].message_en
