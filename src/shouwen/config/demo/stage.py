"""The queue of what people are going to do, done in the order of time, with what time itself does in between."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heappop, heappush

from shouwen.base.actions import count_rows
from shouwen.config.demo.papers import ZONE
from shouwen.runtime.sweep import behind, sweep

Act = Callable[[datetime], None]
# After so many acts the tables are so much larger than before that statements have to be planned anew.
GROWN = frozenset({60, 200, 500, 1000, 2000})
MORNING, EVENING = time(8, 20), time(20, 30)


@dataclass
class Stage:
    """Nothing happens after `until`: what would is left for the people who look at the demonstration."""

    until: datetime
    refused: list[str] = field(default_factory=list)
    """Acts of the written courses that the rules refused."""
    declined: list[str] = field(default_factory=list)
    """The same of what was guessed: somebody tried too early, or without all that was asked for."""
    opened: int = 0
    done: int = 0
    _queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _count: int = 0

    def plan(self, at: datetime, act: Act) -> None:
        """To be done at the instant, unless that lies ahead of us."""
        if at < self.until:
            self._count += 1
            heappush(self._queue, (at, self._count, act))

    def play(self, *, tell: Callable[[datetime], None]) -> None:
        """Act after act; limits that passed before are decided before."""
        while self._queue:
            at, _, act = heappop(self._queue)
            if behind(now=at):
                sweep(now=at)
            act(at)
            self.done += 1
            if self.done in GROWN:
                count_rows()
            tell(at)
        sweep(now=self.until)


def awake(at: datetime, minutes: int) -> datetime:
    """The instant itself by day; some minutes into the next morning when it falls into the night."""
    local = at.astimezone(ZONE)
    if MORNING <= local.time() <= EVENING:
        return at
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, ZONE) + timedelta(minutes=minutes)
