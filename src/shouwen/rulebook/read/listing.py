"""A draft as plain data: the shape that `shouwen rulebook read --json` prints."""

from typing import Any

from shouwen.rulebook.read.draft import Draft


def as_json(draft: Draft) -> dict[str, Any]:
    """clauses, limits, posts, departments, forms, escalations; nothing else."""
    return {
        "clauses": [
            {"number": clause.number, "path": clause.path, "heading": clause.heading, "text": clause.text}
            for clause in draft.clauses
        ],
        "limits": [
            {
                "clause": limit.clause,
                "words": limit.words,
                "value": limit.value,
                "unit": limit.unit,
                "kind": limit.kind,
                "times": limit.times,
                "min": limit.min,
            }
            for limit in draft.limits
        ],
        "posts": [found.name for found in draft.posts],
        "departments": [found.name for found in draft.departments],
        "forms": [found.name for found in draft.forms],
        "escalations": [{"clause": found.clause, "words": found.words} for found in draft.escalations],
    }
