"""What the page of a draft says of its review: whether it lies before somebody, and who would have to agree."""

from typing import Any

from django.utils.translation import gettext as _

from shouwen.authoring import actions, proposals
from shouwen.authoring.signing import NobodySigns, signers
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest
from shouwen.web.ui.words import chinese

OPEN = frozenset({"waiting", "agreed"})


def reviewing(draft: int, book: Rulebook | None, request: StaffRequest) -> dict[str, Any]:
    """For all units; the chosen ones may lead to others, as the proposal's own page tells."""
    review = next((row for row in proposals.proposals(draft=draft, most=1) if row.state in OPEN), None)
    return {"review": review, "agreeing": _agreeing(book, request) if book else ""}


def closed_words(closed: actions.Closed) -> str:
    """Why a draft cannot be changed any more, or not now."""
    if isinstance(closed, actions.UnderReview):
        return _("这份草稿正在审批，不能改动；要改请先撤回送审。")
    return _("这份草稿已经发布，不能再改；请以它为底另建一份。")


def _agreeing(book: Rulebook, request: StaffRequest) -> str:
    code = book.header.rulebook
    known = any(key.partition("/")[0] == code for key in rulebooks.installed())
    try:
        found = signers(
            code=code, matter="revision" if known else "first", units=(), barred=frozenset(), at=request.at,
            version=request.viewer.version,
        )  # fmt: skip
    except NobodySigns as nobody:
        return nobody.zh if chinese() else nobody.en
    if not found.book:
        return ""
    posts = rulebooks.rulebook(found.book).posts
    named = (posts[seat.post] for seat in found.seats if seat.post and seat.post in posts)
    titles = dict.fromkeys(rule.title or rule.name for rule in named)
    return ("、" if chinese() else ", ").join(titles)
