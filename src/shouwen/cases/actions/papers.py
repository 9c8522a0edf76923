"""What happened to a paper of a case, told to the rules by whoever drew it up or delivered it."""

from typing import Unpack

from shouwen.cases.actions.facts import tell
from shouwen.cases.actions.sending import Sender
from shouwen.engine.events import PaperIssued, PaperReceived, PaperSigned
from shouwen.runtime.subjects import Receipt


def paper_issued(*, case_id: int, paper: str, paper_id: str, number: str = "", **sender: Unpack[Sender]) -> Receipt:
    """It left with its number."""
    event = PaperIssued(at=sender["at"], by=sender["by"], paper=paper, paper_id=paper_id, number=number)
    return tell(case_id, event, sender)


def paper_received(*, case_id: int, paper: str, paper_id: str, **sender: Unpack[Sender]) -> Receipt:
    """签收."""
    return tell(case_id, PaperReceived(at=sender["at"], by=sender["by"], paper=paper, paper_id=paper_id), sender)


def paper_signed(
    *, case_id: int, paper: str, paper_id: str, party: str, version: str, scan: str = "", **sender: Unpack[Sender]
) -> Receipt:
    """签字 of one party under one version; `scan` is the sheet that an outside party signed, as `file:<number>`."""
    at, by = sender["at"], sender["by"]
    event = PaperSigned(at=at, by=by, paper=paper, paper_id=paper_id, party=party, version=version, scan=scan)
    return tell(case_id, event, sender)
