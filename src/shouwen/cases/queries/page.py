"""Everything the page of one case shows, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.cases.models import Case
from shouwen.cases.queries.clocks import clock_view
from shouwen.cases.queries.desk import drafts
from shouwen.cases.queries.hidden import hidden_facts, openable
from shouwen.cases.queries.permitted import acts_for
from shouwen.cases.queries.seeing import NoSuchCase, person_name, readable, rows_of
from shouwen.cases.queries.similar import alike, by_id, link_to, most_alike
from shouwen.cases.queries.steps import Steps
from shouwen.cases.queries.talking import lock_of
from shouwen.cases.queries.thread import MOST, clauses_of, stretch
from shouwen.cases.queries.timeline import Teller
from shouwen.cases.queries.unmanned import helpers
from shouwen.cases.queries.waiting import waits_for
from shouwen.cases.queries.worded import Worded, worded
from shouwen.cases.rows import CasePage, LinkView, StepView
from shouwen.engine.state import State
from shouwen.people.access import Viewer
from shouwen.runtime import database, rulebooks
from shouwen.runtime.models import Clock
from shouwen.runtime.queries import states_of

MERGED_INTO = "case.merged_into"
RELATIONS = """
SELECT DISTINCT ON (other) other, relation FROM (
  SELECT parent_id, 'parent', 1 FROM cases_case WHERE subject_id = %(case)s AND parent_id IS NOT NULL
  UNION ALL SELECT other_id, relation, 2 FROM cases_caselink WHERE case_id = %(case)s
  UNION ALL SELECT case_id, relation, 2 FROM cases_caselink WHERE other_id = %(case)s
  UNION ALL SELECT subject_id, 'child', 3 FROM cases_case WHERE parent_id = %(case)s
) AS found (other, relation, rank) ORDER BY other, rank
"""


def case_page(viewer: Viewer, case_id: int, now: datetime, *, most: int = MOST) -> CasePage:
    """One case as this viewer sees it now, with the latest stretch of what happened."""
    case = readable(viewer).filter(pk=case_id).defer("search", "search_text", "attributes").first()
    if case is None:
        raise NoSuchCase(case_id)
    ((seq, state),) = states_of([case_id]).values()
    words = worded(rulebooks.get(state.edition), state.case_type, viewer)
    clocks = tuple(clock_view(clock, now) for clock in Clock.objects.filter(subject=case_id).order_by("from_at", "pk"))
    teller = Teller(viewer, words, state)
    timeline, earlier = stretch(teller, case_id, most=most)
    steps = Steps(viewer, words, state, clocks, now, teller.party)
    views = steps.views()
    near = _near(viewer, case)
    acts = () if case.erased_at else acts_for(viewer, case, state, views)
    return CasePage(
        **_as_taken_in(viewer, case),
        seq=seq,
        clocks=clocks,
        steps=views,
        flow=steps.flow(),
        timeline=timeline,
        earlier=earlier,
        acts=acts,
        lock=lock_of(case_id, state, viewer.id, now) if any(each.act == "reply" for each in acts) else None,
        clauses=clauses_of(words.rulebook, (*views, *clocks, *timeline)),
        **_tied(near, state),
        **_facts(words, state, closed=openable(viewer, case, words, state, now)),
        **_going_on(viewer, words, state, views, near),
        drafts=_drafts(viewer, case, views),
        erased_at=case.erased_at,
    )


def _as_taken_in(viewer: Viewer, case: Case) -> dict[str, Any]:
    """What its intake wrote, and its row as lists show it."""
    return {
        "case": rows_of(viewer, [case])[0],
        "edition": case.edition,
        "content": case.content,
        "demand": case.demand,
        "channel": case.channel,
        "opener": person_name(viewer, case.opener),
        "object_id": case.object_id,
    }


def _going_on(
    viewer: Viewer, words: Worded, state: State, views: tuple[StepView, ...], near: "_Near"
) -> dict[str, Any]:
    """What it waits for when nobody has anything to do, and who can help where it is stuck."""
    waits = () if views or state.closed_at else waits_for(viewer, words, state, near.children)
    asks = _asks(words, state)
    goes_on = views or waits or asks or state.closed_at
    is_stuck = not goes_on or any(step.unmanned for step in views)
    return {"asks": asks, "waits": waits, "helpers": helpers(viewer) if is_stuck else ()}


def _facts(words: Worded, state: State, *, closed: frozenset[str]) -> dict[str, Any]:
    """What is known of it, without what this viewer may open only by saying why."""
    return {
        "marks": words.marks(state.facts),
        "facts": words.facts({path: value for path, value in state.facts.items() if path not in closed}),
        "hidden": hidden_facts(words, state.facts, closed),
    }


@dataclass(frozen=True)
class _Near:
    """Cases that this one is tied to, and those that only resemble it."""

    links: tuple[LinkView, ...]
    children: Mapping[int, Case]
    similar: tuple[LinkView, ...]


def _near(viewer: Viewer, case: Case) -> _Near:
    relations = _relations(case.pk)
    likely = alike(f"{case.title} {case.content}", customer=case.customer_id, own=case.pk)
    others = by_id(viewer, [*relations, *likely])
    tied = {other: relation for other, relation in relations.items() if other in others}
    return _Near(
        links=tuple(link_to(others[other], relation) for other, relation in tied.items()),
        children={other: others[other] for other, relation in tied.items() if relation == "child"},
        similar=most_alike(others, {other: share for other, share in likely.items() if other not in relations}),
    )


def _tied(near: _Near, state: State) -> dict[str, Any]:
    """Other cases, and the one of them in which this one goes on."""
    into = state.facts.get(MERGED_INTO)
    return {
        "links": near.links,
        "similar": near.similar,
        "is_merged": into is not None,
        "merged_into": next((link for link in near.links if str(link.id) == into), None),
    }


def _relations(case_id: int) -> dict[int, Any]:
    """Where the case comes from, what it opened, and what it was tied to; of two ways to be related, the first."""
    return dict(database.rows(RELATIONS, {"case": case_id}))


def _asks(words: Worded, state: State) -> tuple[str, ...]:
    """Facts that rules wait for."""
    waiting = (each.partition(":")[2] for each in state.pending)
    return tuple(dict.fromkeys(words.fact(what) for what in waiting))


def _drafts(viewer: Viewer, case: Case, steps: Sequence[StepView]) -> dict[str, Mapping[str, Any]]:
    """What the viewer typed and did not send, by task, and for the composer."""
    own = f"{case.pk}:"
    kept = drafts(viewer.id, [f"{own}{name}" for name in ("message", "reply", "note", *(step.task for step in steps))])
    return {key.removeprefix(own): values for key, values in kept.items()}
