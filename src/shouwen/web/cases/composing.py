"""What the composer under a case shows: what was being written, what goes with it, what stands in the way."""

from collections.abc import Mapping, Sequence
from typing import Any

from shouwen.cases import queries
from shouwen.cases.rows import CasePage
from shouwen.documents.filetypes import MOST_BYTES, TAKEN
from shouwen.documents.queries import FileRow
from shouwen.web.ui.staff import StaffRequest


def composer(
    request: StaffRequest, page: CasePage, said: Mapping[str, Any], files: Sequence[FileRow]
) -> dict[str, Any]:
    """`said` is what was typed, by the names of the fields; each a list."""
    case_id = page.case.id
    attached = {each.id: each for each in files}
    wanted = [str(each) for each in said.get("files", ())]
    return {
        "said": said,
        "attached": attached,
        "said_files": [attached[int(each)] for each in wanted if each.isdecimal() and int(each) in attached],
        "may_reply": any(act.act == "reply" for act in page.acts),
        "handed": queries.handed(request.viewer, case_id),
        "following": queries.is_following(request.viewer, case_id),
        "scripts": [step.script for step in page.steps if step.script and step.is_mine],
        "taken": ",".join(TAKEN),
        "most_bytes": MOST_BYTES,
    }
