"""The classes of records that have a term of keeping: what goes, what stays, and from when their time runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shouwen.analytics import keeping as of_analytics
from shouwen.analytics.actions import erasing as analytics_erasing
from shouwen.base.due import Due
from shouwen.cases.actions import erasing as cases_erasing
from shouwen.cases.queries import keeping as of_cases
from shouwen.customers import keeping as of_customers
from shouwen.customers.actions import erasing as customers_erasing
from shouwen.runtime import keeping as of_runtime

CASE, CUSTOMER = "case", "customer"


@dataclass(frozen=True, slots=True)
class Kind:
    """One class in the words of the page."""

    title: str
    since: str
    goes: str
    stays: str


KINDS: dict[str, Kind] = {
    CASE: Kind(
        "已办结的事项",
        "整件（连同由它开立的事项）办结之日",
        "标题、内容、诉求、表单里写的字、往来消息、附件、文书内容和签字、原因和意见、与客户的关联、通知",
        "编号、类型、时间、时限和是否超时、条款执行结果、经办岗位和人员、文书编号、台账的哈希链",
    ),
    CUSTOMER: Kind(
        "客户档案",
        "建档之日，或最后一件已删除事项办结之日，以较晚的为准",
        "整份档案：姓名、联系方式、备注、服务对象，连同并入的档案；还有未删除事项或未结束服务对象的不删",
        "无；只在删除证明里留客户编号",
    ),
    "case_export": Kind("事项导出申请", "申请之日", "查询条件、用途、意见", "审计日志里的导出记录"),
    "customer_export": Kind("客户导出申请", "申请之日", "查询条件、用途、意见", "审计日志里的导出记录"),
    "customer_import": Kind("客户导入文件", "导入之日", "文件、核对结果和其中的姓名号码", "已导入的客户档案"),
    "history_import": Kind("历史数据导入记录", "导入完成之日", "文件名和有错的原始行", "已导入的事项和导入数量"),
    "notice": Kind("站内通知", "通知之日", "通知文字，无论是否已读", "事项时间线上的记录"),
    "letter": Kind("已发出或已停发的邮件", "生成之日", "收件地址和正文", "事项时间线上的记录"),
    "draft": Kind("未提交的草稿", "最后一次保存之日", "草稿全文", "无"),
}


class Lists(Protocol):
    def __call__(self, *, before: datetime, most: int, skip: int = 0) -> tuple[Due, ...]: ...


class Counts(Protocol):
    def __call__(self, *, before: datetime) -> int: ...


class Erases(Protocol):
    def __call__(self, *, ids: Sequence[int]) -> int: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """A class whose records stand alone: no hold bears on them, and nothing names them."""

    past: Lists
    count: Counts
    erase: Erases


PLAIN: dict[str, Plain] = {
    "case_export": Plain(of_cases.past_exports, of_cases.count_past_exports, cases_erasing.erase_exports),
    "customer_export": Plain(
        of_customers.past_exports, of_customers.count_past_exports, customers_erasing.erase_exports
    ),
    "customer_import": Plain(
        of_customers.past_imports, of_customers.count_past_imports, customers_erasing.erase_imports
    ),
    "history_import": Plain(of_analytics.past_runs, of_analytics.count_past_runs, analytics_erasing.erase_faults),
    "notice": Plain(of_runtime.past_notices, of_runtime.count_past_notices, of_runtime.erase_notices),
    "letter": Plain(of_runtime.past_letters, of_runtime.count_past_letters, of_runtime.erase_letters),
    "draft": Plain(of_cases.past_drafts, of_cases.count_past_drafts, cases_erasing.erase_drafts),
}
