"""What can be put into a text instead of typed: canned replies with their variables filled, and articles of the rulebook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from shouwen.base.bigrams import normalise
from shouwen.base.pinyin import spoken
from shouwen.cases.models import Case
from shouwen.cases.queries.seeing import NoSuchCase, readable
from shouwen.customers.queries import names
from shouwen.knowledge.queries import my_values, replies
from shouwen.knowledge.variables import NAMED, fill
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Article, Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock

MOST_REPLIES, MOST_ARTICLES = 12, 8
FOR_CUSTOMERS = frozenset({"question", "knowledge", "tariff", "directory"})
"""Articles that answer customers; policies and cases are written for the house."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A text to be put in, whose it is, and what is left to be filled."""

    title: str
    text: str
    source: str
    left: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


def inserts(viewer: Viewer, case_id: int, kind: str, asked: str) -> tuple[Insert, ...]:
    """Found by title, text or pinyin initials: canned replies first, then articles that may be said to such a reader."""
    case = readable(viewer).filter(pk=case_id).defer("search", "search_text", "attributes").first()
    if case is None:
        raise NoSuchCase(case_id)
    values = _values(viewer, case)
    canned = [_canned(one.title, one.text, one.reach, values) for one in replies(viewer, asked, most=MOST_REPLIES)]
    return (*canned, *list(_articles(rulebooks.rulebook(case.edition), kind, normalise(asked).strip()))[:MOST_ARTICLES])


def _canned(title: str, text: str, reach: str, values: dict[str, str]) -> Insert:
    left = tuple(name for name in dict.fromkeys(NAMED.findall(text)) if name not in values)
    return Insert(title, fill(text, values), reach, left)


def _values(viewer: Viewer, case: Case) -> dict[str, str]:
    customer = names([case.customer_id]).get(case.customer_id, "") if case.customer_id else ""
    given = {
        "客户姓名": customer,
        "事项编号": case.number,
        "事项标题": case.title,
        "答复时间": _answer_by(case, viewer.at),
    }
    return {name: value for name, value in (given | dict(my_values(viewer))).items() if value}


def _answer_by(case: Case, now: datetime) -> str:
    """The time that the customer was promised; where none was, the nearest limit of the case; nothing that is over."""
    running = Clock.objects.filter(subject=case.pk, stopped_at=None, due_at__gt=now).order_by("-promise", "due_at")
    due = running.values_list("due_at", flat=True).first()
    return timezone.localtime(due).strftime("%-m月%-d日 %H:%M") if due else ""


def _articles(rulebook: Rulebook, kind: str, asked: str) -> Iterator[Insert]:
    for block in rulebook.blocks:
        if not isinstance(block, Article) or (kind != "note" and block.sort not in FOR_CUSTOMERS):
            continue
        title = block.title or block.name
        is_said = any(way.initials.startswith(asked) for way in spoken(title))
        if is_said or asked in normalise(f"{title} {block.text}"):
            yield Insert(title, block.text, "article", (), block.cites)
