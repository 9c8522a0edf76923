"""Whether somebody's posts let them do an act on a case; acts on one's own task are judged by the rules themselves."""

from datetime import datetime

from shouwen.cases.models import Case
from shouwen.cases.queries.permitted import ON_CLOSED, ON_OPEN, is_own
from shouwen.people.access import NotAllowedError, require, viewer_of

GUARDED = frozenset({*ON_OPEN, *ON_CLOSED})


def ensure_may(act: str, case_id: int, *, by: str | None, at: datetime) -> None:
    """Raises for a person without the right; work that no person does (mails, imports, time) is not asked."""
    if by is None or act not in GUARDED:
        return
    viewer = viewer_of(by, at)
    case = Case.objects.only("unit", "parties", "number").filter(pk=case_id).first()
    if viewer is None or case is None:
        raise NotAllowedError(act, f"case {case_id}")
    require(viewer, act, unit=case.unit, own=is_own(viewer, case), what=case.number)
