"""Opens one hidden fact of a case to somebody who may see it and says why; the look is written down."""

from datetime import datetime

from django.db import transaction

from shouwen.cases.queries.hidden import to_open
from shouwen.people.access import SEE, NotAllowedError, Viewer
from shouwen.people.actions import log_access, reveal_sealed


@transaction.atomic
def reveal_fact(*, case_id: int, path: str, reason: str, by: Viewer, at: datetime) -> str:
    """The value in clear, for this one answer; a `ChangeRefused` without a reason."""
    closed = to_open(by, case_id, path, at)
    if closed is None:
        raise NotAllowedError(SEE, path)
    if closed.handle:
        return reveal_sealed(handle=closed.handle, field=path, reason=reason, by=by.person, at=at)
    log_access(person=by.person, subject=f"case:{case_id}", field=path, reason=reason, at=at)
    return closed.value
