"""What lacks at taking in and has no field on the page to stand at: it is told at the head, so that nothing is refused in silence."""

from collections.abc import Iterator, Mapping
from typing import Any

ACT = "act"
"""Told at the head in any case."""


def unplaced(errors: Mapping[str, str], context: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences of those errors that no field of the page shows."""
    placed = {ACT, "title", *_placed(context)} if errors else set()
    return tuple(words for name, words in errors.items() if name not in placed)


def _placed(context: Mapping[str, Any]) -> Iterator[str]:
    """Names of the fields that show what is wrong with them."""
    fields = context.get("fields")
    if fields is None:
        return
    if fields.channel:
        yield f"{fields.channel_prefix}.{fields.channel.name}"
    paper = context["paper"]
    yield from (f"{paper.paper}.{field.name}" for field in (*fields.first, *fields.more))
    yield from (early.path for early in (*context["ticks"], *filter(None, [context["category"]])))
    yield from (
        f"{form.paper}.{field.name}" for step in context["spot"] for form in step.papers for field in form.fields
    )
    yield from (f"why:{grade.fact}" for grade in context["ahead"].grades)
    if not fields.has_matter:
        yield "content"
    if context["own_urgent"]:
        yield "urgent_because"
