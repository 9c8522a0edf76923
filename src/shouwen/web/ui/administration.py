"""The pages of 管理, in their groups, each with the acts that open it."""

from dataclasses import dataclass

from shouwen.people.access import SEE_ADMINISTRATION, Viewer, may


@dataclass(frozen=True, slots=True)
class AdminPage:
    """One entry of the list beside the pages of 管理; any of the acts opens it, none is for everybody."""

    title: str
    url_name: str
    acts: tuple[str, ...] = ()

    def is_open(self, viewer: Viewer) -> bool:
        return not self.acts or any(may(viewer, act) for act in self.acts)


GROUPS: tuple[tuple[str, tuple[AdminPage, ...]], ...] = (
    (
        "组织",
        (
            AdminPage("人员名册", "admin-people", ("see_people",)),
            AdminPage("组织单位", "admin-units", ("see_people",)),
            AdminPage("岗位", "admin-posts", ("see_people",)),
            AdminPage("导入人员", "admin-import", ("manage_people",)),
        ),
    ),
    (
        "安全",
        (
            AdminPage("权限", "admin-scopes", ("manage_scopes",)),
            AdminPage("三员", "admin-offices", (SEE_ADMINISTRATION,)),
            AdminPage("接口密钥", "admin-keys", ("manage_scopes",)),
            AdminPage("导出记录", "admin-exports", ("see_exports",)),
            AdminPage("审计日志", "admin-audit", ("see_audit",)),
            AdminPage("保存期限", "admin-keeping", ("agree_retention",)),
        ),
    ),
    (
        "设置",
        (
            AdminPage("快捷回复", "replies"),
            AdminPage("共用视图", "admin-views", ("manage_people",)),
            AdminPage("工作日历", "calendar", ("manage_calendar",)),
            AdminPage("分类", "admin-categories", ("manage_operations",)),
            AdminPage("渠道状态", "admin-channels", ("manage_operations",)),
            AdminPage("作业与发件", "operations", ("manage_operations",)),
        ),
    ),
)


def open_groups(viewer: Viewer) -> list[tuple[str, list[AdminPage]]]:
    """What this viewer may open; groups without anything are left out."""
    found = [(title, [page for page in pages if page.is_open(viewer)]) for title, pages in GROUPS]
    return [(title, pages) for title, pages in found if pages]
