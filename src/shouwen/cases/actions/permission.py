"""Whether somebody's posts let them do an act on a case; acts on one's own task are judged by the rules themselves."""

from datetime import datetime

from shouwen.cases.models import Case
from shouwen.cases.queries.permitted import (
    OF_A_PART,
    OF_THE_PART,
    ON_CLOSED,
    ON_OPEN,
    answers_for,
    has_part,
    is_own,
    works_on,
)
from shouwen.people.access import NotAllowedError, require, viewer_of

READ = ("parties", "number", *OF_THE_PART)
GUARDED = frozenset({*ON_OPEN, *ON_CLOSED})


def ensure_may(act: str, case_id: int, *, by: str | None, at: datetime) -> None:
    """Raises for a person without the right; work that no person does (mails, imports, time) is not asked."""
    if by is None or act not in GUARDED:
        return
    viewer = viewer_of(by, at)
    case = Case.objects.only(*READ).filter(pk=case_id).first()
    if viewer is None or case is None:
        raise NotAllowedError(act, f"case {case_id}")
    require(viewer, act, unit=case.unit, own=is_own(viewer, case), what=case.number)
    if act in OF_A_PART and not (answers_for(viewer, case) or works_on(viewer, case_id)):
        raise NotAllowedError(act, case.number)


def ensure_part(case_id: int, *, what: str, by: str, at: datetime) -> None:
    """Raises for those who only see the case."""
    viewer = viewer_of(by, at)
    if viewer is None or not has_part(viewer, case_id):
        raise NotAllowedError(what, f"case {case_id}")
