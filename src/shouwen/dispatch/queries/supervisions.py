"""督办单: every supervision with its limit, whom it concerns and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.cases.models import Case
from shouwen.cases.queries import person_name
from shouwen.cases.queries.page import MERGED_INTO
from shouwen.cases.queries.seeing import party_name, readable
from shouwen.cases.queries.similar import by_id, link_to
from shouwen.cases.related import LinkView
from shouwen.engine.state import State
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Ledger, Task
from shouwen.runtime.queries import states_of

ON_ONE_PAGE = 50
SUPERVISE = "supervise!"


@dataclass(frozen=True, slots=True)
class SupervisionRow:
    """One supervision; `answer` is what was written when it was done."""

    id: int
    case_id: int
    number: str
    case_title: str
    title: str
    reason: str
    asked_by: str
    to: str
    at: datetime
    due_at: datetime | None
    is_open: bool
    done_by: str
    done_at: datetime | None
    answer: str
    dropped: str
    """How the case ended that took it away unanswered: merged, void, withdrawn or otherwise; empty for the others."""
    goes_on_in: LinkView | None
    """Where somebody still owes the answer, if the viewer may see it."""

    @property
    def is_late(self) -> bool:
        """Answered after its limit."""
        return self.due_at is not None and self.done_at is not None and self.done_at > self.due_at


@dataclass(frozen=True, slots=True)
class Supervisions:
    """A stretch of the list and the key of the next."""

    rows: tuple[SupervisionRow, ...]
    after: int | None


def supervisions(viewer: Viewer, *, open_only: bool = False, before: int | None = None) -> Supervisions:
    """The newest first; of cases that the viewer may see."""
    found = Task.objects.filter(key__startswith=SUPERVISE, subject__case__in=readable(viewer).order_by())
    if open_only:
        found = found.filter(state=Task.State.OPEN)
    if before is not None:
        found = found.filter(pk__lt=before)
    tasks = list(found.order_by("-pk").prefetch_related("seats")[: ON_ONE_PAGE + 1])
    shown = tasks[:ON_ONE_PAGE]
    cases = Case.objects.only("number", "title", "edition").in_bulk({task.subject_id for task in shown})
    said = _said(shown)
    states = {subject: state for subject, (_seq, state) in states_of({task.subject_id for task in shown}).items()}
    others = _others(viewer, states)
    rows = tuple(_row(viewer, task, cases[task.subject_id], said, states[task.subject_id], others) for task in shown)
    return Supervisions(rows, shown[-1].pk if len(tasks) > ON_ONE_PAGE else None)


Said = Mapping[tuple[int, str], tuple[str, str]]


def _said(tasks: list[Task]) -> Said:
    """Why each was asked for, and what was answered, as the ledger has it."""
    keys = {task.key for task in tasks}
    wanted = {task.subject_id for task in tasks}
    acts = Ledger.objects.filter(subject__in=wanted, kind="ActRequested", event__act__in=["supervise", "done"])
    found: dict[tuple[int, str], tuple[str, str]] = {}
    for subject, seq, event in acts.filter(refused=False).order_by("id").values_list("subject_id", "seq", "event"):
        # The task is named after the place of its act in the log.
        key = f"{SUPERVISE}{seq}" if event["act"] == "supervise" else str(event.get("task"))
        why, answer = found.get((subject, key), ("", ""))
        if key in keys:
            reason = str(event.get("reason", ""))
            found[subject, key] = (reason, answer) if event["act"] == "supervise" else (why, reason)
    return found


def _others(viewer: Viewer, states: Mapping[int, State]) -> Mapping[str, LinkView]:
    """The cases that these were merged into."""
    into = {str(state.facts[MERGED_INTO]) for state in states.values() if MERGED_INTO in state.facts}
    found = by_id(viewer, {int(each) for each in into if each.isdecimal()})
    return {str(id_): link_to(case, "merged") for id_, case in found.items()}


def _dropped(task: Task, state: State) -> str:
    if task.state != Task.State.WITHDRAWN:
        return ""
    if MERGED_INTO in state.facts:
        return "merged"
    return state.state if state.state in {"void", "withdrawn"} else "otherwise"


def _row(
    viewer: Viewer, task: Task, case: Case, said: Said, state: State, others: Mapping[str, LinkView]
) -> SupervisionRow:
    reason, answer = said.get((task.subject_id, task.key), ("", ""))
    facts, dropped = state.facts, _dropped(task, state)
    book = rulebooks.rulebook(case.edition)
    to = dict.fromkeys(party_name(viewer, book, seat.person, seat.post, seat.unit) for seat in task.seats.all())
    return SupervisionRow(
        id=task.pk,
        case_id=case.pk,
        number=case.number,
        case_title=case.title,
        title=task.title,
        reason=str(facts.get(f"asked.{task.key}.why") or reason),
        asked_by=person_name(viewer, str(facts.get(f"asked.{task.key}") or "")),
        to=_("、").join(name for name in to if name),
        at=task.opened_at,
        due_at=task.due_at,
        is_open=task.state == Task.State.OPEN,
        done_by=person_name(viewer, task.finished_by),
        done_at=task.finished_at,
        answer=answer,
        dropped=dropped,
        goes_on_in=others.get(str(facts.get(MERGED_INTO))) if dropped == "merged" else None,
    )
