"""What a proposal would change, in sentences: the text against the edition before it, and what nobody should agree to unread."""

from datetime import date

from shouwen.authoring import outset, queries
from shouwen.authoring.proposals import ProposalView
from shouwen.rulebook.comparing import differences
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition
from shouwen.web.rulebook.reviewing import OPEN, told
from shouwen.web.ui.words import chinese


def changes(view: ProposalView) -> list[str]:
    """What a draft changes against the edition it is made from, in sentences."""
    book, base = _book_and_base(view)
    if book is None or base is None:
        return []
    return list(differences(base.rulebook, book, "zh" if chinese() else "en"))


def asked(view: ProposalView, today: date) -> tuple[str, ...]:
    """While it is open: a day that has passed, and more units than before, so that nobody agrees to them unread."""
    row = view.row
    if row.state not in OPEN or row.starts_on is None:
        return ()
    if row.sort == "scope":
        return told(outset.widened(rulebooks.edition(row.edition), row.units), row.starts_on, row.units)
    book, _base = _book_and_base(view)
    if book is None or row.draft is None:
        return ()
    origin = queries.draft(row.draft).origin
    found = outset.cautions(book, origin, units=row.units, day=row.starts_on, today=today)
    return told(found, row.starts_on, row.units)


def _book_and_base(view: ProposalView) -> tuple[Rulebook | None, Edition | None]:
    if view.row.draft is None:
        return None, None
    try:
        draft = queries.draft(view.row.draft)
    except queries.NoSuchDraft:
        return None, None
    book = draft.study().rulebook
    return book, outset.base_of(book, draft.origin) if book else None
