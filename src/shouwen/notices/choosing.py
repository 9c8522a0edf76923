"""How each person is told: as they chose, or as holds for whoever chose nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouwen.notices.models import NoticeChoice
from shouwen.notices.words import AT_ONCE, group_of

EMAIL, PUSH = "email", "push"
CHANNELS = (EMAIL, PUSH)


@dataclass(frozen=True, slots=True)
class Choice:
    """Groups of notices by their way, the hours, and how long letters wait for each other."""

    email: tuple[str, ...] = (AT_ONCE, "limits", "pushes")
    push: tuple[str, ...] = ()
    any_hour: bool = False
    window_minutes: int = 10
    is_own: bool = False
    """Whether the person ever chose."""

    def wants(self, channel: str, kind: str, *, urgent: bool = False) -> bool:
        return (AT_ONCE if urgent else group_of(kind)) in (self.email if channel == EMAIL else self.push)

    def ways(self, kind: str, *, urgent: bool = False) -> tuple[str, ...]:
        return tuple(channel for channel in CHANNELS if self.wants(channel, kind, urgent=urgent))


UNCHOSEN = Choice()


def choices_of(persons: Iterable[int]) -> Mapping[str, Choice]:
    """For each of them, by the id as text."""
    wanted = list(persons)
    own = {row.person_id: row for row in NoticeChoice.objects.filter(person__in=wanted)}
    return {str(person): _own(own[person]) if person in own else UNCHOSEN for person in wanted}


def _own(row: NoticeChoice) -> Choice:
    return Choice(tuple(row.email), tuple(row.push), row.any_hour, row.window_minutes, is_own=True)
