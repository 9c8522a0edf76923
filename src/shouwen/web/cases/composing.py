"""What the composer under a case shows: what was being written, what goes with it, what stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from shouwen.cases import queries
from shouwen.cases.actions import KINDS_OF_WORDS
from shouwen.cases.rows import CasePage
from shouwen.documents.filetypes import MOST_BYTES, TAKEN
from shouwen.documents.queries import FileRow
from shouwen.web.ui.staff import StaffRequest

SHELVED = ("kept", "files", "draft")
"""What each kind of word has of its own, by the beginnings of the names of its fields."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was begun of one kind while another is being written."""

    kind: str
    text: str
    draft: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a word; `of` names the kind where it is not the one being written."""

    id: int
    name: str
    content_type: str
    of: str


def composer(
    request: StaffRequest, page: CasePage, said: Mapping[str, Any], files: Sequence[FileRow]
) -> dict[str, Any]:
    """`said` is what was typed, by the names of the fields; each a list."""
    case_id = page.case.id
    attached = {each.id: each for each in files}
    text_of = _first(said, "text_of") or _first(said, "kind")
    return {
        "said": said,
        # Never the words of one kind under the name of another.
        "shown_kind": text_of if _first(said, "kind") else "",
        "text_of": text_of,
        "shelves": [
            Shelf(kind, _first(said, f"kept_{kind}"), _first(said, f"draft_{kind}")) for kind in KINDS_OF_WORDS
        ],
        "attached": attached,
        "said_files": [
            *_attached(said, "", attached),
            *(one for kind in KINDS_OF_WORDS for one in _attached(said, kind, attached)),
        ],
        "may_reply": any(act.act == "reply" for act in page.acts),
        "handed": queries.handed(request.viewer, case_id),
        "following": queries.is_following(request.viewer, case_id),
        "scripts": [step.script for step in page.steps if step.script and step.is_mine],
        "taken": ",".join(TAKEN),
        "most_bytes": MOST_BYTES,
    }


def left_behind(post: QueryDict, kind: str) -> dict[str, list[str]]:
    """What was begun of other kinds: it stays when a word of this kind is sent."""
    names = [f"{what}_{other}" for what in SHELVED for other in KINDS_OF_WORDS if other != kind]
    return {name: found for name in names if any(found := post.getlist(name))}


def _first(said: Mapping[str, Any], name: str) -> str:
    return str(next(iter(said.get(name) or ()), ""))


def _attached(said: Mapping[str, Any], kind: str, files: Mapping[int, FileRow]) -> Iterator[Attached]:
    for given in said.get(f"files_{kind}" if kind else "files", ()):
        row = files.get(int(given)) if str(given).isdecimal() else None
        if row is not None:
            yield Attached(row.id, row.name, row.content_type, kind)
