"""More suggestions for a draft: some of its clauses are put to an endpoint, and what loads waits as suggestions."""

from dataclasses import dataclass

from shouwen.authoring import actions, queries
from shouwen.authoring.actions.suggestions import add_suggested_rules
from shouwen.authoring.answers import answered
from shouwen.authoring.asking import CannotAsk, Endpoint
from shouwen.rulebook.read.question import MOST_CHARACTERS, below, portions


@dataclass(frozen=True)
class Brought:
    """What one asking brought: how many wait anew, how many were known already, and what was dropped, with the reason."""

    new: int
    known: int
    dropped: tuple[tuple[str, str], ...]


def inquire(*, draft: int, clause: str, endpoint: Endpoint) -> Brought:
    """Ask about a clause and those below it; nothing of the draft changes but the list of suggestions."""
    view = queries.draft(draft)
    if view.published_as:
        raise actions.Closed(view.published_as)
    book = view.study().rulebook
    asked = portions(below(book, clause)) if book is not None else []
    if book is None or not asked:
        raise CannotAsk("这里没有带文字的条款可问。", "There is no clause with a text here to ask about.")
    if len(asked) > 1:
        raise CannotAsk(
            f"一次最多问 {MOST_CHARACTERS} 字的条款；请选小一些的章节。",
            f"At most {MOST_CHARACTERS} characters of clauses are asked about at once; choose a smaller chapter.",
        )
    sifted = answered(book, view.texts, asked[0], endpoint)
    new = add_suggested_rules(draft=draft, kept=sifted.kept, source=endpoint.model)
    return Brought(new, len(sifted.kept) - new, tuple((one.zh, one.en) for one in sifted.dropped))
