"""The words for acts in stories."""

from collections.abc import Mapping

ACT_WORDS: Mapping[str, str] = {
    "接单": "take",
    "退单": "refuse",
    "转派": "transfer",
    "协办": "co_handle",
    "催办": "urge",
    "督办": "supervise",
    "挂起": "suspend",
    "恢复": "resume",
    "重开": "reopen",
    "合并": "merge",
    "关联": "link",
    "作废": "void",
    "撤销": "withdraw",
    "答复": "reply",
    "延期": "extend",
    "结案": "close",
    "归档": "archive",
    "完成": "done",
    "同意": "approve.agree",
    "驳回": "approve.reject",
    "退回": "approve.send_back",
    "加签": "approve.add_signer",
    "减签": "approve.remove_signer",
    "转办": "approve.hand_over",
    "委派": "approve.lend",
    "交还": "approve.give_back",
    "撤回": "approve.withdraw",
    "抄送": "approve.copy",
}

DETAILS = frozenset(
    [
        "填",
        "facts",
        "表单",
        "papers",
        "原因",
        "reason",
        "成员",
        "member",
        "任务",
        "给",
        "至",
        "位置",
        "方",
        "编号",
        "单位",
        "事项",
    ]
)
"""Keys that may stand under a line."""
