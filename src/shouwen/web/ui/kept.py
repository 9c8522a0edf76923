"""What a browser sends of a form that is still being filled."""

import json
from typing import Any

MOST_DRAFT_BYTES = 200_000


def typed_in(body: bytes) -> dict[str, Any] | None:
    """Values by the names of their fields; nothing for what no form of ours sends, or no database takes."""
    try:
        values = json.loads(body)
        json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) and not _holds_nul(values) else None


def _holds_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(_holds_nul(each) for each in value)
    return isinstance(value, str) and "\x00" in value
