"""The checker: what can be found wrong in a rulebook without running it."""

from collections.abc import Mapping

from shouwen.rulebook.check.clauses import check_clauses
from shouwen.rulebook.check.graph import check_graph
from shouwen.rulebook.check.parameters import check_parameters
from shouwen.rulebook.check.posts import check_posts
from shouwen.rulebook.check.references import check_references
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import Place, Problem, Rulebook


def check(
    rulebook: Rulebook,
    places: Mapping[str, Place],
    posts_held: Mapping[str, int] | None = None,
    register: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Every finding, in the order of the analyses.

    `posts_held` says how many people hold each post now; `register` gives the kinds of clauses by id.
    """
    sight = Sight(rulebook, places)
    check_references(sight)
    check_clauses(sight, register)
    check_posts(sight, posts_held)
    check_graph(sight)
    check_parameters(sight)
    return tuple(sight.findings)
