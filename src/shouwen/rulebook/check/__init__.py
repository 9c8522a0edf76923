"""The checker: what can be found wrong in a rulebook without running it."""

from collections.abc import Mapping

from shouwen.rulebook.check.blocks import check_blocks
from shouwen.rulebook.check.clauses import check_clauses
from shouwen.rulebook.check.clocks import check_clocks
from shouwen.rulebook.check.contradictions import check_contradictions
from shouwen.rulebook.check.fields import check_fields
from shouwen.rulebook.check.figures import check_figures
from shouwen.rulebook.check.gates import check_gates
from shouwen.rulebook.check.graph import check_graph
from shouwen.rulebook.check.header import check_header
from shouwen.rulebook.check.limits import Reach, check_limits
from shouwen.rulebook.check.notices import check_notices
from shouwen.rulebook.check.parameters import check_parameters
from shouwen.rulebook.check.posts import check_posts
from shouwen.rulebook.check.reactions import check_reactions
from shouwen.rulebook.check.references import check_references
from shouwen.rulebook.check.sealed import check_sealed
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.check.tables import check_tables
from shouwen.rulebook.model import Place, Problem, Rulebook


def check(
    rulebook: Rulebook,
    places: Mapping[str, Place],
    posts_held: Mapping[str, int] | None = None,
    register: Mapping[str, str] | None = None,
    reach: Reach | None = None,
) -> tuple[Problem, ...]:
    """Every finding, in the order of the analyses.

    `posts_held` says how many people hold each post now; `register` gives the kinds of clauses by id.
    `reach` brings the working calendar for limits inside limits; without it weekdays are taken as working days.
    """
    sight = Sight(rulebook, places)
    check_header(sight)
    check_figures(sight)
    check_references(sight)
    check_blocks(sight)
    check_clauses(sight, register)
    check_posts(sight, posts_held)
    check_clocks(sight)
    check_notices(sight)
    check_graph(sight)
    check_reactions(sight)
    check_tables(sight)
    check_contradictions(sight)
    check_gates(sight)
    check_fields(sight)
    check_sealed(sight)
    check_limits(sight, reach)
    check_parameters(sight)
    return tuple(sight.findings)
