"""The words that domains offer to rules: events, acts, facts, records and units, one declaration per domain.

A domain that emits an event, tries an act or offers a fact enters it here; the checker refuses words nobody declared.
"""

from collections.abc import Mapping

from shouwen.rulebook.module_words import AUTHORING, MODULES, YES_NO, Domain

CASES = Domain(
    name="cases",
    events={
        "case.opened": "立案",
        "case.closed": "办结",
        "case.archived": "归档",
        "case.reopened": "重开",
        "case.merged": "并单",
        "case.linked": "关联",
        "case.voided": "作废",
        "case.withdrawn": "撤销",
        "case.suspended": "挂起",
        "case.resumed": "恢复",
        "case.urged": "被催办",
        "case.supervised": "被督办",
        "case.transferred": "转派",
        "case.co_handled": "协办",
        "case.extended": "延期",
        "case.noted": "内部备注",
        "task.done": "单项任务办完",
        "case.escalated": "升级",
        "case.handed_over": "移交",
        "case.urgent.set": "转为紧急",
        "step.opened": "环节开始",
        "task.taken": "接单",
        "task.refused": "退单",
        "child.closed": "子案办结",
        "finding.recorded": "发现问题",
        "promise.made": "作出答复承诺",
    },
    acts={
        "accept": "受理",
        "reject": "不予受理",
        "dispatch": "派单",
        "take": "接单",
        "claim": "抢单",
        "refuse": "退单",
        "transfer": "转派",
        "give_to": "派给",
        "put_back": "放回",
        "co_handle": "协办",
        "urge": "催办",
        "supervise": "督办",
        "suspend": "挂起",
        "resume": "恢复",
        "extend": "延期",
        "escalate": "升级",
        "reply": "答复客户",
        "reply_many": "批量答复",
        "promise": "承诺答复时间",
        "hand_over": "移交",
        "hand_up": "上报",
        "close": "办结",
        "archive": "归档",
        "reopen": "重开",
        "merge": "并单",
        "link": "关联",
        "void": "作废",
        "withdraw": "撤销",
        "see": "查看",
        "export": "导出",
        "assign_to": "分派",
        "open": "立案",
        "approve": "审批",
        "decide_remedy": "决定处理方式",
        "decide_penalty": "决定处罚",
        "pay_goodwill": "支付适度赔偿",
        "offer_plan": "向客户提出方案",
        "settle": "处理定案",
    },
    facts={
        "case.type": "案件类型",
        "case.urgent": "是否紧急",
        "case.unit": "所属单位",
        "case.branch": "所属分公司",
        "case.region": "所属大区",
        "case.department": "责任部门",
        "case.via": "来访渠道",
        "case.state": "案件状态",
        "case.step": "当前环节",
        "case.steps": "正在进行的环节",
        "case.passed": "经过的环节",
        "case.opener": "立案人",
        "case.customer": "客户",
        "case.object": "服务对象",
        "case.urged_count": "催办次数",
        "case.supervised_count": "督办次数",
        "case.late_reason": "逾期理由",
        "case.links": "关联案件",
        "case.merged_into": "并入的案件",
        "case.period": "所属期间",
        "case.number": "案件编号",
        "case.opened_on": "立案日期",
        "case.opened_at": "立案时刻",
        "case.closed_on": "办结日期",
        "case.closed_at": "办结时刻",
        "case.sealed": "是否密封",
        "case.repeats": "重复次数",
        "case.parent": "上级案件",
        "case.title": "标题",
        "case.text": "内容",
        "finding.kind": "问题种类",
        "finding.text": "问题内容",
        "promise.reply_at": "承诺答复时刻",
        "hand_up.reason": "上报理由",
        "goodwill.special_reason": "特殊理由",
        "remedy.kind": "处理方式",
        "remedy.decided": "是否已定",
        "remedy.amount": "金额",
    },
    values={
        "case.urgent": YES_NO,
        "case.sealed": YES_NO,
        "remedy.decided": YES_NO,
        "remedy.kind": ("repair", "payment"),
    },
    records={"case": "案件", "finding": "问题", "remedy": "处理决定", "record": "记录", "reply": "答复"},
)

CUSTOMERS = Domain(
    name="customers",
    events={
        "customer.answered": "已答复客户",
        "customer.informed": "已告知客户进展",
        "customer.wrote": "客户来信",
        "customer.called": "客户来电",
        "customer.agreed": "客户同意",
        "customer.replied": "客户回话",
        "customer.satisfied": "客户表示满意",
        "visit.enraged": "客户情绪激动到访",
        "authority.involved": "主管机关介入",
        "journalist.called": "记者来访来电",
        "lawsuit.filed": "提起诉讼或仲裁",
        "customer.created": "建立客户档案",
        "contract.signed": "签订合同",
        "contract.started": "开工",
        "contract.completed": "竣工",
        "house.occupied": "入住",
    },
    facts={
        "customer.id": "客户编号",
        "customer.class": "客户级别",
        "customer.grade": "客户级别",
        "customer.name": "客户姓名",
        "customer.phone": "客户电话",
        "customer.kind": "客户类型",
        "customer.file": "客户档案",
        "customer_file.opened": "是否已建档",
        "contract.signed": "签约日期",
        "contract.started": "开工日期",
        "contract.completed": "竣工日期",
        "contract.due_on": "约定竣工日期",
        "contract.in_warranty": "是否在保修期",
        "contract.amount": "合同金额",
        "contract.number": "合同编号",
        "house.occupied_on": "入住日期",
        "object.region": "所在大区",
        "object.branch": "所在分公司",
        "object.id": "对象编号",
        "object.kind": "对象类型",
        "object.address": "地址",
        "object.number": "对象编号",
    },
    values={"customer_file.opened": YES_NO, "contract.in_warranty": YES_NO},
    records={"customer": "客户", "contract": "合同", "object": "对象", "defect": "缺陷"},
)

PEOPLE = Domain(
    name="people",
    events={"person.absent": "请假", "person.left": "离职", "post.vacant": "岗位空缺"},
    acts={"take_duty": "上岗", "leave_post": "离岗"},
    facts={
        "person.post": "岗位",
        "person.unit": "所在单位",
        "person.exam_passed": "是否通过考试",
        "person.certificate_until": "证书有效期",
        "unit.kind": "单位类型",
        "unit.name": "单位名称",
        "leave.allowed_by": "准假人",
        "leave.substitute_present": "替班人是否在岗",
    },
    values={"person.exam_passed": YES_NO, "leave.substitute_present": YES_NO},
    records={
        "person": "人员",
        "unit": "单位",
        "branch": "分公司",
        "department": "部门",
        "presence": "在岗",
        "desk": "服务台",
    },
)

DOCUMENTS = Domain(
    name="documents",
    events={
        "paper.issued": "发出文件",
        "paper.received": "收到文件",
        "paper.signed": "签署文件",
        "paper.filled": "填妥表单",
    },
    acts={"issue": "发出文件", "sign": "签署", "send": "寄送", "print": "打印", "change_paper": "修改表单"},
    facts={"text.forbidden_hits": "禁用语次数", "paper.number": "编号", "paper.state": "文件状态"},
    records={"paper": "文件", "letter": "函件", "notice": "通知"},
)

CHANNELS = Domain(
    name="channels",
    events={
        "call_in.received": "来电",
        "call_out.connected": "回拨接通",
        "call_out.failed": "回拨未接通",
        "message.received": "收到留言",
        "message.sent": "发出消息",
    },
    facts={"call.recorded": "是否录音", "message.text": "留言内容"},
    values={"call.recorded": YES_NO},
    records={
        "call": "通话",
        "callback": "回访",
        "message": "留言",
        "visit": "走访",
        "session": "交流会",
        "inspection": "检查",
    },
)

DOMAINS = (CASES, CUSTOMERS, PEOPLE, DOCUMENTS, CHANNELS, AUTHORING, *MODULES)

PAPER_EVENTS = ("filled", "issued", "received", "signed")
"""What happens to every paper, as `<paper>.issued`; besides, `<paper>.signed_by_<party>`."""
PROCEDURE_EVENTS = ("opened", "ended", "closed")
"""What happens to every case of a procedure, as `<procedure>.opened`; its outcomes come on top."""
STEP_EVENTS = ("opened",)
"""What happens to every step, as `<step>.opened`; its outcomes come on top."""
RECORD_EVENTS = ("recorded", "counted")
"""What happens as a record arrives that duties and tallies count, as `callback.recorded`."""
PAPER_FACTS: tuple[str, ...] = (
    *("state", "version", "approved", "valid_until"),
    *(f"{event}_{end}" for event in PAPER_EVENTS for end in ("on", "at")),
)
STEP_FACTS = ("round", "outcome", "by", "at")
DUE_FACTS = ("state", "late_by")

RECEIPT_CHANNELS = frozenset({"in_app", "hand", "email", "fax", "letter", "post", "courier"})
"""Ways of sending that can give a receipt; a phone call or a notice board gives none."""
CHANNEL_TITLES: Mapping[str, str] = {
    "in_app": "站内",
    "hand": "当面递交",
    "email": "电子邮件",
    "fax": "传真",
    "letter": "信函",
    "post": "邮寄",
    "courier": "快递",
    "phone": "电话",
    "sms": "短信",
    "board": "公告",
    "web": "网页",
    "visit": "来访",
    "hotline": "热线",
    "message": "留言",
}
WAYS_IN: Mapping[str, str] = {**CHANNEL_TITLES, "site": "现场", "questionnaire": "问卷"}
"""Ways a case comes in; nothing can be sent by those beyond the channels."""


def _joined(part: str) -> dict[str, str]:
    return {name: title for domain in DOMAINS for name, title in getattr(domain, part).items()}


EVENTS: Mapping[str, str] = _joined("events")
ACTS: Mapping[str, str] = _joined("acts")
FACTS: Mapping[str, str] = _joined("facts")
RECORDS: Mapping[str, str] = _joined("records")
VALUES: Mapping[str, tuple[str, ...]] = {name: values for domain in DOMAINS for name, values in domain.values.items()}
