"""What was typed into a form that the page has no more, so that it can still be copied."""

from collections.abc import Mapping, Sequence

from shouwen.cases.queries.worded import worded
from shouwen.cases.rows import CasePage
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks

MESSAGE = "message"
"""The form of the composer, beside those of the steps."""
SHORTEST_TYPED = 2
"""Characters; less is a chosen value and no text."""


def left_over(page: CasePage, task: str, values: Mapping[str, Sequence[str]], viewer: Viewer) -> list[str]:
    """In words, as the form showed them; what was typed oneself is not hidden from oneself."""
    at_hand = {MESSAGE, *(step.task for step in page.steps if step.is_mine), *(act.task or "" for act in page.acts)}
    if task in at_hand:
        return []
    written = {name: texts for name, texts in values.items() if "." in name or name == "reason"}
    words = worded(rulebooks.get(page.edition), page.case.case_type, viewer)
    return [
        text if words.is_masked(name) else words.value(name, text)
        for name, texts in written.items()
        for text in texts
        if len(text) >= SHORTEST_TYPED
    ]
