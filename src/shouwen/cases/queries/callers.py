"""What whoever answers the telephone wants to know of callers at once: what is open, and what was said last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.models import Case, Message
from shouwen.cases.queries.seeing import readable
from shouwen.cases.words import state_title
from shouwen.people.access import Viewer
from shouwen.people.queries import names

MOST_CASES = 40
MOST_OPEN = 5
MOST_CONTACTS = 3
LONGEST_WORDS = 60
SAID = {"reply": "回复客户", "inbound": "客户来信", "opened": "登记"}


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case of the caller's that is not closed."""

    id: int
    number: str
    title: str
    state: str
    state_title: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One time the customer and we had to do with each other."""

    at: datetime
    kind: str
    case_id: int
    number: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Past:
    """A caller's open cases, and the last contacts, newest first."""

    open: tuple[OpenCase, ...] = ()
    count: int = 0
    contacts: tuple[Contact, ...] = ()


def past_of(viewer: Viewer, customers: Sequence[int]) -> dict[int, Past]:
    """For all who have the number, in two queries; only cases that the viewer may see."""
    if not customers:
        return {}
    rows = readable(viewer).filter(customer__in=list(customers), parent_id__isnull=True).order_by("-pk")[:MOST_CASES]
    cases = {case.pk: case for case in rows}
    said = Message.objects.filter(case__in=list(cases)).exclude(kind=Message.Kind.NOTE).order_by("-at")[:MOST_CASES]
    contacts: dict[int, list[Contact]] = defaultdict(list)
    who = names([*(case.opener for case in cases.values()), *(each.author for each in said)], version=viewer.version)
    for case in cases.values():
        contacts[_owner(case)].append(
            Contact(case.opened_at, "opened", case.pk, case.number, case.title, who.get(case.opener, ""))
        )
    for each in said:
        case = cases[each.case_id]
        words = each.text[:LONGEST_WORDS]
        contacts[_owner(case)].append(
            Contact(each.at, each.kind, case.pk, case.number, words, who.get(each.author, ""))
        )
    return {customer: _past(customer, cases.values(), contacts[customer]) for customer in customers}


def _past(customer: int, cases: Iterable[Case], contacts: Sequence[Contact]) -> Past:
    own = [case for case in cases if _owner(case) == customer and case.closed_at is None]
    shown = tuple(
        OpenCase(case.pk, case.number, case.title, case.state, state_title(case.state)) for case in own[:MOST_OPEN]
    )
    newest = sorted(contacts, key=lambda each: each.at, reverse=True)[:MOST_CONTACTS]
    return Past(shown, len(own), tuple(newest))


def _owner(case: Case) -> int:
    return case.customer_id or 0
