"""What a case without an open step waits for: its linked cases that are not closed, and who is at work on each."""

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from shouwen.cases.models import Case
from shouwen.cases.queries.seeing import party_name
from shouwen.cases.queries.similar import link_to
from shouwen.cases.queries.worded import Worded
from shouwen.cases.rows import WaitView
from shouwen.engine.facts import Assignee
from shouwen.engine.state import State
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import states_of


def waits_for(viewer: Viewer, words: Worded, state: State, children: Mapping[int, Case]) -> tuple[WaitView, ...]:
    """Once the flow is over, only what closing waits for; a case that the viewer may not see is named by its kind."""
    awaited = _awaited(words.rulebook, state)
    if not awaited:
        return ()
    seen = [
        WaitView(words.procedure(child.case_type), link_to(children[number], "child"), _at_work(viewer, child))
        for number, (_, child) in states_of(list(children)).items()
        if child.closed_at is None and child.case_type in awaited
    ]
    unseen = awaited - Counter(children[each.link.id].case_type for each in seen if each.link)
    return (*seen, *(WaitView(words.procedure(procedure)) for procedure in unseen.elements()))


def _awaited(rulebook: Rulebook, state: State) -> Counter[str]:
    """How many open cases of each kind."""
    rule = rulebook.case_types.get(state.case_type)
    asked = rule.close.waits if rule is not None and rule.close is not None else ()
    kinds = (child.procedure for child in state.children.values() if not child.closed)
    return Counter(kind for kind in kinds if state.flow_ended is None or kind in asked)


def _at_work(viewer: Viewer, child: State) -> tuple[tuple[str, str], ...]:
    """(step, who) of everything open."""
    rulebook = rulebooks.rulebook(child.edition)
    return tuple(
        (active.title, _names(viewer, rulebook, active.open_seats)) for active in child.active if not active.group
    )


def _names(viewer: Viewer, rulebook: Rulebook, seats: tuple[Assignee, ...]) -> str:
    named = (
        rulebook.header.parties.get(seat.outside, seat.outside)
        if seat.outside
        else party_name(viewer, rulebook, seat.person or "", seat.post or "", seat.unit or "")
        for seat in seats
    )
    return _("、").join(dict.fromkeys(name for name in named if name))
