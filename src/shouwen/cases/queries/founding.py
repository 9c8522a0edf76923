"""Whether a company is still being founded: until its first case has come in."""

from shouwen.cases.models import Case
from shouwen.people.access import Viewer, may
from shouwen.people.founding import FOUND
from shouwen.runtime import rulebooks

SEEN = "a case has come in"


def is_any_there() -> bool:
    """Whether a case has ever come in, without a word about it."""
    return Case.objects.exists()


def is_founding(viewer: Viewer) -> bool:
    """Whether the viewer may found the company and has something left to do; of a company at work it is asked once."""
    if not may(viewer, FOUND):
        return False
    known = viewer.organisation.worked_out
    if SEEN not in known and is_any_there():
        known[SEEN] = True
    return SEEN not in known or not rulebooks.installed()
