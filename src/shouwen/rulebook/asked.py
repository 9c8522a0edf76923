"""Which acts the program asks gates about while people work; a gate on any other act is known, but nobody asks it."""

from collections.abc import Collection

TAKING_OUT = ("export", "print", "send")
"""What leaves the house by way of a case: in a list, on paper, behind a link."""
BY_PEOPLE = frozenset(
    {
        *("take", "refuse", "transfer", "put_back", "co_handle", "urge", "supervise", "suspend", "resume", "extend"),
        *("reply", "promise", "merge", "link", "void", "withdraw", "close", "archive", "reopen", "see", "open"),
        *("approve", "issue", *TAKING_OUT),
    }
)
"""Verbs of the pages; what finishing a step is (`act` of the step) comes on top, for each rulebook its own."""
BY_RULES = frozenset({"assign_to", "give_to", "notify", "set", "escalate", "hand_over"})
"""What the program does of its own accord, when a rule says so."""
ASKED = BY_PEOPLE | BY_RULES
WITH_OBJECT = ("open_", "issue_", "assign_")
"""With the name of a procedure, a paper or a role behind it."""


def is_asked(act: str, steps: Collection[str]) -> bool:
    """Whether a gate on this act is asked; `steps` are the acts that steps of its rulebook are."""
    return act in ASKED or act in steps or act.startswith(WITH_OBJECT)
