"""How far an import or an export of customers is, in the reader's language."""

from django.utils.translation import gettext as _


def import_states() -> dict[str, str]:
    """By state."""
    return {
        "mapping": _("待对应列"),
        "checking": _("检查中"),
        "checked": _("已检查"),
        "taking": _("导入中"),
        "done": _("导入完成"),
        "dropped": _("已放弃"),
        "failed": _("读不下去"),
    }


def export_states() -> dict[str, str]:
    """By state."""
    return {"waiting": _("待第二人同意"), "agreed": _("可下载"), "refused": _("不同意")}
