"""Two cases become one, or name each other; the cases of two customers become those of one."""

from datetime import datetime

from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import own_key, user_of, written
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case, Message
from shouwen.cases.queries.seeing import readable
from shouwen.customers.listeners import CustomersMerged
from shouwen.engine.events import ActRequested
from shouwen.engine.facts import Facts
from shouwen.engine.supervisions import carried
from shouwen.people.access import viewer_of
from shouwen.runtime.queries import states_of
from shouwen.runtime.subjects import Act, Receipt
from shouwen.runtime.submit import submit_all

JOINS = {"merge": "into", "link": "other"}
"""Acts that concern two cases, and the fact that names the other one."""


def join(
    act: str, other: str, *, case_id: int, reason: str, by: str | None, at: datetime, key: str | None,
    expected_seq: int | None,
) -> Receipt:  # fmt: skip
    """Either, as the interface names it: by the number that answers have."""
    number = int(other) if other.isdecimal() else 0
    if act == "merge":
        return merge(case_id=case_id, into=number, reason=reason, by=by, at=at, key=key, expected_seq=expected_seq)
    return link(case_id=case_id, other=number, reason=reason, by=by, at=at, key=key, expected_seq=expected_seq)


def merge(
    *, case_id: int, into: int, reason: str, by: str | None, at: datetime, key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:  # fmt: skip
    """并单: this case ends, and goes on inside the other, which owes whatever answers this one still owed."""
    ensure_may("merge", case_id, by=by, at=at)
    _ensure_seen(into, "into", by=by, at=at, goes_on=True)
    seq, state = states_of([case_id]).get(case_id, (0, None))
    owed = carried(state) if state else ()
    ending = ActRequested(at=at, by=by, act="merge", facts={"into": str(into)}, reason=written(reason))
    facts: Facts = {"other": str(case_id), "merged": True, "supervised": owed}
    told = ActRequested(at=at, by=by, act="link", facts=facts, reason=written(reason))
    acts = [
        Act(case_id, ending, {"link": {"other": into, "relation": "merged"}}),
        Act(into, told),
    ]
    # What is carried over was read before the case was locked: nobody asks for anything in between.
    seen = seq if expected_seq is None else expected_seq
    return submit_all(acts=acts, actor=user_of(by), key=own_key(by, key), expected_seq=seen)


def link(
    *, case_id: int, other: int, reason: str = "", by: str | None, at: datetime, key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:  # fmt: skip
    """关联: the two name each other."""
    ensure_may("link", case_id, by=by, at=at)
    _ensure_seen(other, "other", by=by, at=at)
    acts = [
        Act(
            one,
            ActRequested(at=at, by=by, act="link", facts={"other": str(two)}, reason=written(reason)),
            {"link": {"other": two, "relation": "link"}},
        )
        for one, two in ((case_id, other), (other, case_id))
    ]
    return submit_all(acts=acts, actor=user_of(by), key=own_key(by, key), expected_seq=expected_seq)


def _ensure_seen(other: int, name: str, *, by: str | None, at: datetime, goes_on: bool = False) -> None:
    """Nobody writes into a case out of his sight, and nothing goes on in one that is over."""
    viewer = viewer_of(by, at) if by is not None else None
    cases = readable(viewer) if viewer is not None else Case.objects.all()
    found = cases.filter(pk=other).values_list("closed_at").first()
    if found is None or (by is not None and viewer is None):
        raise Invalid({name: "没有这件事项，或者您看不到它，请核对编号。"})
    if goes_on and found[0] is not None:
        raise Invalid({name: "要并入的事项已经办结，在它里面不会再办理：请先重开它，或改用关联。"})


def follow_customer(merged: CustomersMerged) -> None:
    """Lists and dossiers show the cases of both under the kept one."""
    Case.objects.filter(customer_id=merged.dropped).update(customer_id=merged.kept)
    Message.objects.filter(customer_id=merged.dropped).update(customer_id=merged.kept)
