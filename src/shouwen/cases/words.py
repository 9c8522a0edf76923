"""The field's words for states, verbs and happenings; the ledger keeps keys, these are what people read."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from shouwen.base.reading import as_read

STATES: Mapping[str, str] = {
    "draft": "待补充",
    "to_accept": "待受理",
    "to_dispatch": "待派单",
    "to_take": "待接单",
    "working": "处理中",
    "waiting_customer": "等待客户",
    "suspended": "已挂起",
    "to_review": "待审核",
    "to_call_back": "待回访",
    "redoing": "重办中",
    "done": "已办结",
    "archived": "已归档",
    "void": "已作废",
    "withdrawn": "已撤销",
}
ACTS: Mapping[str, str] = {
    "take": "接单",
    "refuse": "退单",
    "transfer": "转派",
    "give_to": "派给",
    "put_back": "放回",
    "co_handle": "加派",
    "urge": "催办",
    "supervise": "督办",
    "suspend": "挂起",
    "resume": "恢复",
    "extend": "申请延期",
    "escalate": "升级",
    "reopen": "重开",
    "export": "导出",
    "print": "打印",
    "send": "发出",
    "merge": "并单",
    "link": "关联",
    "void": "作废",
    "withdraw": "撤销",
    "reply": "回复客户",
    "close": "办结",
    "archive": "归档",
    "done": "完成",
    "approve.agree": "同意",
    "approve.reject": "驳回",
    "approve.send_back": "退回",
    "approve.add_signer": "加签",
    "approve.remove_signer": "减签",
    "approve.hand_over": "转办",
    "approve.lend": "委派",
    "approve.give_back": "交还",
    "approve.withdraw": "撤回",
    "approve.copy": "抄送",
}
NEEDS_REASON = frozenset(
    {
        "refuse", "transfer", "urge", "supervise", "suspend", "extend", "escalate", "reopen", "void", "withdraw",
        "approve.reject", "approve.send_back",
    }
)  # fmt: skip
EVENTS: Mapping[str, str] = {
    "CaseOpened": "登记",
    "StepFinished": "完成环节",
    "FactSet": "补充信息",
    "FactCorrected": "更正信息",
    "JudgementMade": "改判",
    "PaperFilled": "存表",
    "PaperIssued": "发出文书",
    "PaperReceived": "签收文书",
    "PaperSigned": "签字",
    "RecordCounted": "记录到达",
    "PromiseMade": "约定回复",
    "PartyChanged": "更换责任人",
    "ChildClosed": "关联事项办结",
    "ChildReopened": "关联事项重开",
    "PeriodOpened": "周期开始",
    "TimeReached": "到时",
    "Overridden": "豁免",
    "CalendarPublished": "日历更新",
    "CaseMigrated": "换用制度版本",
    "Happened": "发生",
    "Erased": "到期删除个人信息",
}
PROMISE = "答应客户的时间"
LIST_WORDS: Mapping[str, str] = {
    "mine": "我参与的", "open_only": "在办", "late": "超时", "nearly_late": "即将超时", "not_taken": "未签收",
    "unassigned": "未指派", "rests_long": "长期挂起", "urgent": "紧急", "repeated": "反复来找",
    "reopened": "重开",
}  # fmt: skip
OWN_WORDS: Mapping[str, str] = {
    "work": "要我办", "late": "我的超时", "today": "今天到期", "promised": "约定回复", "waiting": "等待客户", "to_take": "可接单",
    "approve": "请我审批", "drafts": "我的草稿", "told": "报给我的",
}  # fmt: skip
FIGURES: Mapping[str, str] = {
    "kept": "按时",
    "late": "超时",
    "broken": "未执行",
    "open": "在计",
    "overridden": "豁免",
}
RESULTS: Mapping[str, str] = {**FIGURES, "decided": "已有结果"}
"""What a list can be narrowed to; what is decided was kept or not, and is what a share is counted over."""
LACKS: Mapping[str, str] = {
    "reason:": "请写明理由",
    "person:": "这一环节不由您办理",
    "task:": "这一环节已经结束或不存在",
    "fact:promise.reply_at": "约定的时间没有填，或已经过去，请填写晚于现在的时间",
    "rule:text.forbidden_hits": "话里有制度不许对客户说的词",
    "fact:text.forbidden_hits": "要说的话还没有写",
    "fact:": "所需的信息还不清楚",
    "fact:until": "请填写晚于现在的时间",
    "fact:limit": "请填写晚于现在的办理时限",
    "far:": "时间太远（十年以后），请核对年份",
    "suspended:": "事项现在的挂起状态不允许这样办，请刷新页面核对",
    "rest:": "挂起这么久（制度算作长期挂起）须由经办人的上级办理；请提前恢复时间，或请上级挂起",
    "own:": "现在要办的正是您自己，请直接办理；客户来催的，请勾选“客户来催”",
    "closed:": "事项还没有办结，或不是正常办结，或已经归档",
    "archived:": "事项已归档，须先重开",
    "new:": "这件事项已经登记",
    "flow:": "流程还没有走完",
    "case:": "事项还没有登记",
    "excluded:": "所选人员按制度不能办理这一环节（须回避，或该岗位目前无人）",
    "approval:": "这一环节没有在审批",
    "approval:hand_over": "审批请用“转办”或“委派”交给他人",
    "approval:no_exit": "制度没有规定驳回后如何办，请改用“退回”",
    "approval:decided_already": "已经审批完毕",
    "approval:own_approval": "发起人不能审批自己的申请",
    "approval:not_your_turn": "还没有轮到您审批",
    "approval:not_your_approval": "审批人不是您",
    "approval:unknown_verb": "没有这个审批动作",
    "approval:opinion_missing": "审批意见不能为空",
    "approval:lender_decides": "委派给您的审批只能答复，由委派人决定",
    "approval:nothing_lent": "没有委派给您的审批",
    "approval:not_added_by_you": "只能减去您自己加签的人",
    "approval:no_added_signer": "所选人员不是加签人，或已经审批",
    "approval:chain_of_lending": "受托人不能再转办或委派",
    "approval:nobody_named": "请先选人员",
    "approval:same_person": "不能选当前审批人本人",
    "approval:already_signer": "所选人员已是审批人",
    "approval:next_touched": "后面的人已经办理，不能撤回",
    "approval:nothing_to_take_back": "没有可以撤回的审批",
}


def state_title(state: str) -> str:
    """The house word for a state."""
    return STATES.get(state, state)


def limit_title(title: str) -> str:
    """A limit is called as its rulebook calls it; a promise to a customer is the program's own, with a word in each language."""
    return _(title) if title == PROMISE else as_read(title)


def act_title(act: str) -> str:
    """The word on the button."""
    return ACTS.get(act, act)
