"""Papers that somebody brings as they are, with nothing to write on: received or not, with a scan or a photo if there is one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shouwen.cases.fields import NO
from shouwen.cases.rows import FieldView, PaperForm
from shouwen.rulebook.model import PaperRule

RECEIVED, COPY = "received", "copy"
EMPTY: tuple[object, ...] = (None, "", [], ())


def brought(paper: PaperRule, form: PaperForm) -> PaperForm:
    """The form as it is; one without fields asks whether the paper is there."""
    if paper.fields:
        return form
    received = FieldView(RECEIVED, "yes_no", "已收到", required=True, shown=True)
    copy = FieldView(COPY, "file", "扫描件或照片", required=False, shown=True)
    return replace(form, fields=(received, copy), brought=True)


def is_given(paper: PaperRule | None, given: Mapping[str, Any] | None) -> bool:
    """Whether a paper comes with the step: a form left empty does not, nor does a paper that is not there."""
    if given is None:
        return False
    if paper is None or paper.fields:
        return any(value not in EMPTY for value in given.values())
    said = str(given.get(RECEIVED) or "").strip().lower()
    return (said != "" and said not in NO) or given.get(COPY) not in EMPTY
