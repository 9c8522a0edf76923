"""The mutable twin of a state while one decision is being worked out; it never leaves the engine."""

from datetime import datetime
from typing import Any

from shouwen.engine.approval import Approval
from shouwen.engine.facts import Assignee, Value
from shouwen.engine.quick import changed
from shouwen.engine.state import Active, Child, Judgement, PaperMark, Running, State, Visit

_MAPS = ("facts", "fact_at", "happened", "roles", "clocks", "children", "findings", "approvals")


class Draft:
    """Every field of `State`, writable; the mappings are the draft's own copies."""

    id: str
    edition: str
    case_type: str
    unit: str
    opened_at: datetime | None
    opener: str | None
    at: datetime | None
    seq: int
    facts: dict[str, Value]
    fact_at: dict[str, datetime]
    happened: dict[str, datetime]
    active: tuple[Active, ...]
    visits: tuple[Visit, ...]
    judgements: tuple[Judgement, ...]
    roles: dict[str, Assignee]
    clocks: dict[str, Running]
    pauses: tuple[tuple[datetime, datetime | None], ...]
    papers: tuple[PaperMark, ...]
    children: dict[str, Child]
    pending: tuple[str, ...]
    overrides: tuple[str, ...]
    counted: tuple[str, ...]
    findings: dict[str, str]
    approvals: dict[str, Approval]
    state: str
    flow_ended: str | None
    suspended_until: datetime | None
    closed_at: datetime | None
    archived_at: datetime | None
    void: bool
    parent: str | None
    via: str

    def __init__(self, state: State) -> None:
        own = self.__dict__
        own.update(state.__dict__)
        for name in _MAPS:
            own[name] = {**own[name]}

    def freeze(self) -> State:
        """The state as it stands now; the draft is not used after it."""
        state = object.__new__(State)
        state.__dict__.update(self.__dict__)
        return state

    def task(self, key: str) -> Active | None:
        """The open task or step of this key."""
        for active in self.active:
            if active.task == key:
                return active
        return None

    def put_task(self, active: Active) -> None:
        """Write an open task anew."""
        self.active = tuple([active if each.task == active.task else each for each in self.active])

    def drop_task(self, key: str) -> None:
        self.active = tuple([each for each in self.active if each.task != key])

    def mark_paper(self, paper: str, paper_id: str, **marks: Any) -> None:
        """Note what happened to one paper; an empty id means the latest paper of its kind."""
        for i in range(len(self.papers) - 1, -1, -1):
            mark = self.papers[i]
            if mark.paper == paper and (not paper_id or mark.paper_id in {"", paper_id}):
                marked = changed(mark, paper_id=paper_id or mark.paper_id, **marks)
                self.papers = (*self.papers[:i], marked, *self.papers[i + 1 :])
                return
        self.papers = (*self.papers, PaperMark(paper, paper_id, **marks))
