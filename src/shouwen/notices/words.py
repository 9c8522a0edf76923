"""What each kind of notice is called, and the groups in which somebody chooses how to be told."""

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "rule": "通知",
    "clock.warned": "时限预警",
    "clock.missed": "已超时",
    "case.escalated": "事项已升级，请处理",
    "case.handed_over": "事项已移交给您",
    "post.vacant": "岗位空缺，请安排人员",
    "fact.asked": "请补充信息",
    "case.urged": "同事催办",
    "case.urged_by_customer": "客户催办",
    "case.urged_from_above": "上级催办",
    "case.supervised": "督办",
    "case.supervision_answered": "督办已答复",
    "case.supervision_dropped": "督办没有答复，事项已撤销或作废",
    "case.supervision_moved": "督办随并单转到这里",
    "case.replied": "已回复客户",
    "task.refused": "退单",
    "task.transferred": "转派给您",
    "task.given": "派给您",
    "task.offered": "请接单",
    "task.nobody": "无人可派",
    "absence.substitute": "代理人变动",
    "duty.freed": "值班空出，请安排",
    "hotspot.found": "热点",
    "case.mentioned": "有人提到您",
    "case.followed": "您关注的事项有新内容",
    "draft.handed": "请您接着写",
    "approval.asked": "请您审批",
    "approval.copy": "抄送给您",
    "proposal.asked": "制度变动请您审批",
    "proposal.decided": "制度变动有结果",
}
OTHER = "other"
# Not told by the kind: a rule, or the safety of a sign-in, wants it told at any hour and by itself.
AT_ONCE = "at_once"
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    AT_ONCE: ("制度要求立即告知的", ()),
    "work": ("派单、转派、退单", ("task.", "fact.")),
    "limits": ("时限预警、超时、升级", ("clock.", "case.escalated", "post.")),
    "pushes": ("催办、督办", ("case.urged", "case.supervis")),
    "approvals": ("审批、抄送", ("approval.", "proposal.")),
    "talk": ("提到您、您关注的、请您接着写", ("case.mentioned", "case.followed", "draft.")),
    "hotspots": ("热点", ("hotspot.",)),
    OTHER: ("其他", ()),
}


def group_of(kind: str) -> str:
    """The first group one of whose beginnings the kind has."""
    return next((name for name, (_title, heads) in GROUPS.items() if kind.startswith(heads or ("\0",))), OTHER)


def title_of(kind: str) -> str:
    return TITLES.get(kind, "通知")
