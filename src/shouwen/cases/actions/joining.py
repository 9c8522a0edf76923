"""Two cases become one, or name each other; the cases of two customers become those of one."""

from datetime import datetime

from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import own_key, user_of, written
from shouwen.cases.models import Case, Message
from shouwen.customers.listeners import CustomersMerged
from shouwen.engine.events import ActRequested
from shouwen.runtime.subjects import Act, Receipt
from shouwen.runtime.submit import submit_all


def merge(
    *, case_id: int, into: int, reason: str, by: str | None, at: datetime, key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:  # fmt: skip
    """并单: this case ends, and goes on inside the other."""
    ensure_may("merge", case_id, by=by, at=at)
    ending = ActRequested(at=at, by=by, act="merge", facts={"into": str(into)}, reason=written(reason))
    told = ActRequested(at=at, by=by, act="link", facts={"other": str(case_id)}, reason=written(reason))
    acts = [
        Act(case_id, ending, {"link": {"other": into, "relation": "merged"}}),
        Act(into, told),
    ]
    return submit_all(acts=acts, actor=user_of(by), key=own_key(by, key), expected_seq=expected_seq)


def link(
    *, case_id: int, other: int, reason: str = "", by: str | None, at: datetime, key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:  # fmt: skip
    """关联: the two name each other."""
    ensure_may("link", case_id, by=by, at=at)
    acts = [
        Act(
            one,
            ActRequested(at=at, by=by, act="link", facts={"other": str(two)}, reason=written(reason)),
            {"link": {"other": two, "relation": "link"}},
        )
        for one, two in ((case_id, other), (other, case_id))
    ]
    return submit_all(acts=acts, actor=user_of(by), key=own_key(by, key), expected_seq=expected_seq)


def follow_customer(merged: CustomersMerged) -> None:
    """Lists and dossiers show the cases of both under the kept one."""
    Case.objects.filter(customer_id=merged.dropped).update(customer_id=merged.kept)
    Message.objects.filter(customer_id=merged.dropped).update(customer_id=merged.kept)
