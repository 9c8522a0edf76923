"""What was said and done on a case, as pages show it, and what is to be said at a step."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScriptView:
    """What is said at a step, and what instead in a mood or after an answer of the customer's."""

    title: str
    lines: tuple[str, ...]
    branches: tuple[tuple[str, tuple[str, ...]], ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lock:
    """Why no reply may go now, in the rulebook's words."""

    words: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened: a decision of the ledger, a message, or a message with the decision that it came with."""

    at: datetime
    kind: str
    """The event's name in snake case (`step_finished`), or `reply`, `note`, `inbound`."""
    title: str
    by: str
    text: str = ""
    clauses: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    consequences: tuple[str, ...] = ()
    refused: bool = False
    seq: int | None = None
    times: int = 1
    """How often the same person tried the same and was refused for the same reason."""
    files: tuple[int, ...] = ()
    """Files that went with a message."""
    why: str = ""
    """Why a message was sent in words that the rulebook minds."""
    drafted: tuple[tuple[str, str], ...] = ()
    """Who had written what of a message before it was finished by another, the first writer first."""
    caller: tuple[int, str] | None = None
    """Whose words a message is, where it is not the case's own customer: the dossier, name and hidden number."""
