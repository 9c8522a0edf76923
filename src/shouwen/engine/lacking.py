"""What a condition, a list of papers or a step still lacks, each lack named so that a page can say it.

`fact:x` nobody knows it · `rule:x` it is known and not so · `paper:x` · `field:paper.x` · `signed:paper:party` · `copies:paper:n` n copies
more · `sealed:paper` the seal.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from shouwen.engine.approved import agreed_under
from shouwen.engine.comparing import truth
from shouwen.engine.conditions import Ground, judge
from shouwen.engine.events import StepFinished
from shouwen.engine.state import Active, PaperMark
from shouwen.engine.work import Work
from shouwen.rulebook.model import Condition, PaperNeed, Who


def lacks_of(condition: Condition | None, ground: Ground) -> tuple[str, ...]:
    """Nothing if it holds; otherwise the facts that are missing or stand against it."""
    answer = judge(condition, ground)
    if answer.value:
        return ()
    if answer.value is None:
        return tuple(f"fact:{path}" for path in answer.unknown) or ("fact:",)
    return tuple(dict.fromkeys(f"rule:{path}" for path in _against(condition, ground)))


def _against(condition: Condition | None, ground: Ground) -> Iterator[str]:
    """The facts behind a false answer."""
    if condition is None:
        return
    if condition.test is not None:
        yield condition.test.path
        return
    if condition.no is not None:
        yield from sorted(condition.no.paths())
        return
    for part in condition.all or condition.any or ():
        if judge(part, ground).value is False:
            yield from _against(part, ground)


def papers_lacking(work: Work, needs: Iterable[PaperNeed]) -> tuple[str, ...]:
    """Which required papers, fields and signatures are not there; worked out anew each time."""
    return tuple([lack for need in needs for lack in _paper(work, need)])


def _paper(work: Work, need: PaperNeed) -> tuple[str, ...]:
    wanted = work.judge(need.when)
    if wanted.value is False:
        return ()
    if wanted.value is None:
        return tuple(f"fact:{path}" for path in wanted.unknown)
    mark = latest(work, need.paper)
    if mark is None:
        return (f"paper:{need.paper}",)
    fields = tuple(f"field:{need.paper}.{name}" for name in need.fields if work.lookup(f"{need.paper}.{name}") is None)
    unsigned = tuple(f"signed:{need.paper}:{party(who)}" for who in need.signed if not _signed(work, mark, who))
    return (*fields, *unsigned, *_as_asked(work, need, mark))


def _as_asked(work: Work, need: PaperNeed, mark: PaperMark) -> tuple[str, ...]:
    """Copies and seal: as the paper's own fields say, or as it was issued; one copy without a seal otherwise."""
    rule = work.compiled.papers.get(need.paper)
    issued = rule.copies if rule is not None and mark.issued_at is not None else ()
    told = work.lookup(f"{need.paper}.copies") if need.copies > 1 else None
    missing = need.copies - (int(told) if isinstance(told, int | float) else len(issued) or 1)
    short = (f"copies:{need.paper}:{missing}",) if missing > 0 else ()
    if not need.sealed or truth(work.lookup(f"{need.paper}.sealed")) or any(copy.seal for copy in issued):
        return short
    return (*short, f"sealed:{need.paper}")


def latest(work: Work, paper: str) -> PaperMark | None:
    """The last paper of that kind that was filled, issued or received."""
    marks = [mark for mark in work.draft.papers if mark.paper == paper]
    there = [mark for mark in marks if mark.filled_at or mark.issued_at or mark.received_at or mark.signed]
    return there[-1] if there else None


def party(who: Who) -> str:
    """The name under which a party signs: its post, role or outside name."""
    return who.post or who.role or who.outside or who.group or who.unit or "anyone"


def _signed(work: Work, mark: PaperMark, who: Who) -> bool:
    parties = {name for name, version in mark.signed if version == mark.version}
    if party(who) in parties:
        return True
    rule = work.compiled.papers.get(mark.paper)
    if rule is not None and who.post in agreed_under(work.draft, rule):
        return True
    return bool(parties & work.searcher().persons(who))


def unfilled(work: Work, papers: Iterable[str], active: Active) -> tuple[str, ...]:
    """Forms of a step that have not been filled since it opened; what ended one visit does not count for the next."""
    now = work.event.papers if isinstance(work.event, StepFinished) else ()
    asked = [paper for paper in papers if paper not in now]
    if not asked:
        return ()
    filled = {mark.paper for mark in work.draft.papers if mark.filled_at and _counts(mark.filled_at, active)}
    return tuple([f"paper:{paper}" for paper in asked if paper not in filled])


def _counts(filled: datetime, active: Active) -> bool:
    """A form that came with the opening of the first visit, as that of the intake, is there."""
    return filled >= active.opened_at if active.visit == 1 else filled > active.opened_at
