"""What an entry of the audit log is about, in words: what kind of thing, which one, and its page where the viewer may open it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.cases import queries as cases
from shouwen.customers import queries as customers
from shouwen.people.access import Viewer, may
from shouwen.people.audit import Entry
from shouwen.people.filled import titles
from shouwen.web.ui.words import said

WORDS: Mapping[str, str] = {
    "person": "人员",
    "unit": "单位",
    "post": "岗位",
    "case": "事项",
    "customer": "客户",
    "sealed": "密封身份",
    "export": "事项导出",
    "customer_export": "客户导出",
    "customers": "客户",
    "view": "共用视图",
    "edition": "制度版本",
    "term": "保存期限",
    "certificate": "删除凭证",
    "mail": "邮件",
    "audit": "审计日志",
}
SIGN_IN = "sign_in"
LONGEST_ID = 18
SHOWN_OF_HANDLE = 8
PAGES: Mapping[str, tuple[str, str]] = {
    "unit": ("admin-units", "see_people"),
    "post": ("admin-scopes", "manage_scopes"),
    "view": ("admin-views", "manage_people"),
    "term": ("admin-keeping", "agree_retention"),
    "export": ("admin-exports", "see_exports"),
    "customer_export": ("admin-exports", "see_exports"),
    "mail": ("operations", "manage_operations"),
}
"""Pages that show all of a kind, and the act that opens each."""
Found = tuple[str, str]
"""Which one, and the address of its page or nothing."""


@dataclass(frozen=True, slots=True)
class About:
    """One subject: what kind of thing, which one, its page, and by what the log is narrowed to it."""

    word: str
    name: str
    url: str
    subject: str

    @property
    def words(self) -> str:
        return f"{self.word} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    """One entry beside what it is about."""

    entry: Entry
    about: About | None


def lines(viewer: Viewer, rows: Iterable[Entry]) -> list[Line]:
    """Each entry with its subject; a page of them takes one question for cases and one for customers."""
    entries = list(rows)
    known = _Known(viewer, entries)
    return [Line(row, known.about(row)) for row in entries]


class _Known:
    """What the subjects of some entries are called, looked up together."""

    def __init__(self, viewer: Viewer, rows: Iterable[Entry]) -> None:
        self._viewer = viewer
        asked: dict[str, set[int]] = {}
        for row in rows:
            kind, number = _parts(row)
            if number.isdecimal() and len(number) <= LONGEST_ID:
                asked.setdefault(kind, set()).add(int(number))
        self._cases = cases.numbers_of(viewer, asked.get("case", ()))
        self._customers = customers.numbers_of(viewer, asked.get("customer", ()))
        self._posts = titles()
        self._finders: Mapping[str, Callable[[Entry, str], Found]] = {
            "person": self._person,
            "unit": self._unit,
            "post": self._post,
            "case": lambda row, number: self._numbered(row, number, "case", self._cases),
            "customer": lambda row, number: self._numbered(row, number, "customer", self._customers),
            "sealed": lambda _row, handle: (f"{handle[:SHOWN_OF_HANDLE]}…", ""),
            "edition": lambda row, key: (row.name or key, ""),
            "certificate": self._certificate,
        }

    def about(self, row: Entry) -> About | None:
        """A name kept at the time of the act stands; what was not kept is looked up now."""
        kind, number = _parts(row)
        if not kind:
            return About("", row.name, "", "") if row.name else None
        find = self._finders.get(kind, self._of_a_list)
        name, url = find(row, number)
        return About(_(WORDS[kind]) if kind in WORDS else kind, name, url, row.subject)

    def _person(self, row: Entry, number: str) -> Found:
        member = self._viewer.organisation.persons.get(_id(number))
        opens = member is not None and may(self._viewer, "see_people")
        called = member.name if member else number
        # Of a sign-in the log keeps under which name somebody came.
        name = f"{called} · {row.name}" if row.kind == SIGN_IN and row.name else row.name or called
        return name, reverse("admin-person", args=[_id(number)]) if opens else ""

    def _unit(self, row: Entry, number: str) -> Found:
        place = self._viewer.organisation.units.get(_id(number))
        return row.name or (place.name if place else number), self._page("unit")

    def _post(self, row: Entry, post: str) -> Found:
        return said(self._posts.get(post, row.name or post)), self._page("post")

    def _numbered(self, row: Entry, number: str, page: str, found: Mapping[int, tuple[str, bool]]) -> Found:
        name, opens = found.get(_id(number), ("", False))
        return row.name or name or number, reverse(page, args=[_id(number)]) if opens else ""

    def _certificate(self, row: Entry, number: str) -> Found:
        opens = _id(number) and may(self._viewer, "agree_retention")
        return row.name or number, reverse("admin-certificate", args=[_id(number)]) if opens else ""

    def _of_a_list(self, row: Entry, number: str) -> Found:
        return row.name or number, self._page(_parts(row)[0])

    def _page(self, kind: str) -> str:
        page, act = PAGES.get(kind, ("", ""))
        return reverse(page) if page and may(self._viewer, act) else ""


def _parts(row: Entry) -> tuple[str, str]:
    kind, _colon, number = row.subject.partition(":")
    return kind, number


def _id(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) <= LONGEST_ID else 0
