"""The words of the modules beside the cases: what they count, which acts they try, which facts they will offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

YES_NO = ("true", "false")


@dataclass(frozen=True)
class Domain:
    """What one domain declares; the values are the Chinese words that people see."""

    name: str
    events: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Facts with few values; the others are text, numbers or dates."""
    records: Mapping[str, str] = field(default_factory=dict)
    """What duties and tallies can count."""


RUNTIME = Domain(name="runtime", records={"expectation": "应办事项", "field": "字段"})

# An authority table over this fact says who agrees before a rulebook itself changes.
AUTHORING = Domain(
    name="authoring",
    facts={"rulebook.edition": "制度版本的变动"},
    values={"rulebook.edition": ("first", "revision", "retirement", "move")},
)
VALUE_TITLES: Mapping[str, Mapping[str, str]] = {
    "rulebook.edition": {
        "first": "首次发布",
        "revision": "发布新版本",
        "retirement": "停用版本",
        "move": "在办事项换版本",
    }
}

SURVEYS = Domain(
    name="surveys",
    facts={
        "sheets.issued_share": "问卷发放率",
        "sheets.valid_share": "问卷有效回收率",
        "sheets.issued": "已发问卷",
        "sheets.valid": "有效问卷",
    },
    records={"survey_answer": "问卷答复", "survey_opinion": "调查意见"},
)

FIELDWORK = Domain(
    name="fieldwork",
    records={"work_order": "工单", "acceptance": "验收", "rectification": "整改", "patrol": "巡查"},
)

DESK = Domain(
    name="desk",
    acts={"refund_deposit": "退还押金", "release_goods": "物品放行"},
    facts={
        "cards.open": "未退还的证件",
        "cards.issued": "已发证件",
        "deposit.paid": "押金是否已交",
        "deposit.returned": "押金是否已退",
    },
    values={"deposit.paid": YES_NO, "deposit.returned": YES_NO},
    records={"payment": "收款", "visitor": "访客", "arrears": "欠费"},
)

TRAINING = Domain(
    name="training",
    records={"exam": "考试", "training": "培训", "study": "自学", "reading": "阅读确认"},
)

APPRAISAL = Domain(name="appraisal", records={"appraisal": "考核", "violation": "违规", "reward": "奖励"})

PLANS = Domain(
    name="plans",
    acts={"approve_purchase": "批准采购"},
    facts={"budget.left_after": "支出后的预算余额", "budget.planned": "预算", "budget.spent": "已支出"},
    records={
        "plan": "计划",
        "plan_item": "计划事项",
        "purchase": "采购",
        "meeting": "会议",
        "report": "报告",
        "stock_move": "物品出入",
        "key_move": "钥匙借还",
    },
)

OUTREACH = Domain(
    name="outreach",
    records={"event": "活动", "lecture": "讲座", "push": "推送", "greeting": "问候", "publication": "刊物"},
)

MODULES = (RUNTIME, SURVEYS, FIELDWORK, DESK, TRAINING, APPRAISAL, PLANS, OUTREACH)
