"""The readings between which somebody chooses, by what the rulebook calls them."""

from django.utils.translation import gettext as _

from shouwen.rulebook.figures import choices
from shouwen.rulebook.load.parameters import Parameter
from shouwen.rulebook.model import Rulebook


def options(path: str, book: Rulebook) -> tuple[tuple[str, str], ...]:
    """Of the parameter that is written there: each value with its words."""
    parameter = Parameter(key=path, path=path, value=None, confirm="")
    fact = book.facts.get(path.removesuffix(".value").rpartition(".")[0])
    titles = {"at_least": _("至少"), "exactly": _("正好"), "at_most": _("至多")} | dict(fact.titles if fact else {})
    return tuple((value, titles.get(value) or value) for value in choices(parameter, book))
