"""Whose approval stands under a paper as its signature: who agreed to the case after the paper was last filled signed it."""

from datetime import datetime
from typing import TYPE_CHECKING

from shouwen.engine.approval import Signer
from shouwen.engine.state import State
from shouwen.rulebook.model import PaperRule

if TYPE_CHECKING:
    from shouwen.engine.draft import Draft

    Folded = Draft | State


def agreed_under(state: "Folded", paper: PaperRule) -> dict[str, Signer]:
    """By post: of the posts that the paper names, those that agreed in an approval step of its case.

    A paper that was filled or corrected afterwards is another paper, and what was refused or sent back bears no signature.
    """
    since = _last_changed(state, paper)
    posts = {who.post for who in paper.signed if who.post}
    if since is None or not posts:
        return {}
    return {
        signer.seat.post: signer
        for approval in state.approvals.values()
        if approval.outcome in (None, "agreed")
        for signer in approval.signers
        if signer.seat.post in posts and signer.status == "agreed" and signer.at is not None and signer.at >= since
    }


def _last_changed(state: "Folded", paper: PaperRule) -> datetime | None:
    """When what stands on the paper last changed; nobody signs what nobody filled."""
    filled = [mark.filled_at for mark in state.papers if mark.paper == paper.name and mark.filled_at is not None]
    if not filled:
        return None
    written = (state.fact_at.get(f"{paper.name}.{field}") for field in paper.fields)
    return max([*filled, *(at for at in written if at is not None)])
