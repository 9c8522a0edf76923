"""The places of the rail: which there are, their addresses, icons and keys, and who may see them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail; `act` is the access act that shows it, empty for everybody who is signed in."""

    name: str
    title: str
    url_name: str
    icon: str
    act: str = ""
    or_act: str = ""
    """Another one that shows it as well."""
    on_phone: bool = False
    key: str = ""
    """The letter that leads there after g."""

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(each for each in (self.act, self.or_act) if each)


START = "start"
PLACES = (
    Place(START, "开始使用", "start", "flag", act="found_company", on_phone=True),
    Place("tasks", "待办", "tasks", "checklist", on_phone=True, key="t"),
    Place("cases", "事项", "cases", "inbox", on_phone=True, key="l"),
    Place("new", "新建", "case-new", "plus", act="open_case", on_phone=True, key="n"),
    Place("customers", "客户", "customers", "address-book", on_phone=True, key="c"),
    Place("board", "督办", "board", "layout-kanban", act="supervise", key="b"),
    Place("compliance", "条款执行", "compliance", "clipboard-check", act="see_compliance", key="d"),
    Place("history", "导入回放", "history", "history", act="see_compliance"),
    Place("rulebook", "制度", "rulebooks", "book", key="r"),
    Place("admin", "管理", "admin", "settings", act="see_administration", or_act="manage_operations"),
)
# Pages that are no place of their own belong to one, by the folder of their view.
WITHIN = {
    "cases": "cases",
    "dispatch": "board",
    "documents": "cases",
    "customers": "customers",
    "compliance": "compliance",
    "analytics": "history",
    "rulebook": "rulebook",
    "calendar": "rulebook",
    "operations": "admin",
    "administration": "admin",
    "replies": "admin",
    "start": START,
}


def place_of(url_name: str, module: str) -> tuple[str, str]:
    """The place of a page, and whether it is the place itself (`page`) or a page within it (`true`), as `aria-current` says."""
    own = next((place.name for place in PLACES if place.url_name == url_name), None)
    if own is not None:
        return own, "page"
    folder = module.removeprefix("shouwen.web.").partition(".")[0]
    return WITHIN.get(folder, ""), "true"
