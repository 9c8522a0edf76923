"""A written rulebook (Word, PDF, text, web page) becomes a draft of clauses with suggestions to accept or reject."""

from pathlib import Path

from shouwen.rulebook.read.draft import Draft as Draft
from shouwen.rulebook.read.draft import DraftClause as DraftClause
from shouwen.rulebook.read.draft import LimitFound as LimitFound
from shouwen.rulebook.read.draft import NameFound as NameFound
from shouwen.rulebook.read.draft import SayingFound as SayingFound
from shouwen.rulebook.read.draft import draft_of
from shouwen.rulebook.read.refusal import CannotRead as CannotRead
from shouwen.rulebook.read.source import LARGEST as LARGEST
from shouwen.rulebook.read.source import blocks_of, blocks_of_path


def read_path(path: Path) -> Draft:
    """The draft of a file; CannotRead says in one sentence why there is none."""
    return draft_of(blocks_of_path(path))


def read_bytes(raw: bytes, name: str = "") -> Draft:
    """The same for an upload; `name` only helps to tell a web page from text."""
    return draft_of(blocks_of(raw, name))
