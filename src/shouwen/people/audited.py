"""What the audit log knows: its kinds and acts in words, and how one entry is chained to the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from shouwen.runtime.encoding import canonical

KINDS: Mapping[str, str] = {
    "sign_in": "登录",
    "look": "查看明文",
    "right": "权限变更",
    "account": "账号变更",
    "staff": "人员与组织",
    "export": "导出",
    "edition": "制度发布",
    "override": "豁免",
    "keeping": "保存期限",
    "machine": "运行维护",
}
ACTS: Mapping[str, tuple[str, str]] = {
    "signed_in": ("sign_in", "登录"),
    "sign_in_failed": ("sign_in", "登录失败"),
    "signed_out": ("sign_in", "退出登录"),
    "looked": ("look", "查看明文"),
    "followed": ("look", "关注事项"),
    "unfollowed": ("look", "取消关注"),
    "scope_granted": ("right", "授予权限"),
    "scope_withdrawn": ("right", "收回权限"),
    "appointed": ("right", "任命管理员"),
    "dismissed": ("right", "免去管理员"),
    "key_made": ("right", "发放接口密钥"),
    "key_taken": ("right", "领取接口密钥"),
    "key_revoked": ("right", "收回接口密钥"),
    "sign_in_given": ("account", "发放账号"),
    "sign_in_closed": ("account", "停用账号"),
    "sign_in_opened": ("account", "启用账号"),
    "password_reset": ("account", "重设密码"),
    "password_chosen": ("account", "本人修改密码"),
    "hired": ("staff", "登记人员"),
    "corrected": ("staff", "更正资料"),
    "taken_back": ("staff", "再入职"),
    "placed": ("staff", "安排到岗"),
    "holding_ended": ("staff", "结束任职"),
    "left": ("staff", "离职"),
    "work_handed_over": ("staff", "移交在办"),
    "absence_set": ("staff", "登记缺勤与代理"),
    "absence_ended": ("staff", "结束缺勤"),
    "duty_set": ("staff", "登记排班"),
    "duty_dropped": ("staff", "移除排班"),
    "unit_founded": ("staff", "建立单位"),
    "unit_described": ("staff", "更改单位"),
    "unit_moved": ("staff", "移动单位"),
    "unit_closed": ("staff", "撤销单位"),
    "exported": ("export", "导出"),
    "export_refused": ("export", "导出未获准"),
    "published": ("edition", "发布制度版本"),
    "retired": ("edition", "停用制度版本"),
    "rescoped": ("edition", "改制度适用单位"),
    "overridden": ("override", "豁免"),
    "term_asked": ("keeping", "提出保存期限"),
    "term_agreed": ("keeping", "同意保存期限"),
    "term_refused": ("keeping", "不同意保存期限"),
    "hold_placed": ("keeping", "保全"),
    "hold_lifted": ("keeping", "解除保全"),
    "records_erased": ("keeping", "到期删除"),
    "view_renamed": ("staff", "共用视图改名"),
    "view_shared": ("staff", "共用视图改给单位"),
    "view_handed_over": ("staff", "移交共用视图"),
    "view_removed": ("staff", "删除共用视图"),
    "mail_server_set": ("machine", "更改邮件设置"),
    "mail_tried": ("machine", "试发邮件"),
    "mail_retried": ("machine", "重发邮件"),
    "mail_dropped": ("machine", "放弃邮件"),
    "integrity_checked": ("machine", "核对完整性"),
}
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Said:
    """One entry's content, as it is hashed."""

    at: datetime
    kind: str
    act: str
    person: int | None
    subject: str
    name: str
    detail: str
    reason: str
    address: str


def entry_hash(said: Said, prev: bytes) -> bytes:
    """Depends on every entry before it."""
    content = [
        said.at.astimezone(UTC).isoformat(timespec="microseconds"),
        said.kind,
        said.act,
        said.person,
        said.subject,
        said.name,
        said.detail,
        said.reason,
        said.address,
    ]
    return sha256(prev + canonical({"entry": content}).encode()).digest()
