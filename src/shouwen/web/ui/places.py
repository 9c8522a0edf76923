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
    on_phone: bool = False


START = "start"
PLACES = (
    Place(START, "开始使用", "start", "flag", act="found_company", on_phone=True),
    Place("tasks", "待办", "tasks", "checklist", on_phone=True),
    Place("cases", "事项", "cases", "inbox", on_phone=True),
    Place("new", "新建", "case-new", "plus", act="open_case", on_phone=True),
    Place("customers", "客户", "customers", "address-book", on_phone=True),
    Place("board", "督办", "board", "layout-kanban", act="supervise"),
    Place("compliance", "条款执行", "compliance", "clipboard-check", act="see_compliance"),
    Place("history", "导入回放", "history", "history", act="see_compliance"),
    Place("rulebook", "制度", "rulebooks", "book"),
    Place("operations", "运行", "operations", "settings", act="manage_operations"),
)
