"""Where the choices of a field come from, for fields that the models do not mark themselves."""

from collections.abc import Mapping

# Names of parts of the rulebook: only those there are can stand in such a field.
CLOSED = frozenset(
    {
        "post", "paper", "procedure", "table", "step", "target", "role", "party", "calendar", "gate", "duty", "exam",
        "article", "checklist", "questionnaire", "plan", "script", "stock", "unit_kind", "own_due",
    }
)  # fmt: skip

_KEYS: Mapping[str, tuple[str, ...]] = {"cites": ("clause",)}
_AT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("PostRule", "unit"): ("unit_kind",),
    ("PostRule", "includes"): ("post",),
    ("PostRule", "superior"): ("post",),
    ("FactRule", "about"): ("about",),
    ("FactRule", "type"): ("field_type",),
    ("FactRule", "over"): ("period",),
    ("Of", "of"): ("record",),
    ("Of", "same"): ("fact",),
    ("Need", "of"): ("record",),
    ("Copy", "to"): ("party", "post"),
    ("Send", "via"): ("channel",),
    ("FieldRule", "fact"): ("fact",),
    ("FieldRule", "prefill"): ("fact",),
    ("PaperNeed", "paper"): ("paper",),
    ("ProcedureRule", "intake"): ("paper",),
    ("Opens", "via"): ("channel",),
    ("Opens", "upon"): ("event",),
    ("Opens", "parent"): ("procedure",),
    ("StepRule", "fill"): ("paper",),
    ("StepRule", "act"): ("act",),
    ("StepRule", "judge"): ("fact",),
    ("StepRule", "table"): ("table",),
    ("StepRule", "for_each"): ("fact",),
    ("StepRule", "script"): ("script",),
    ("Exit", "then"): ("target",),
    ("Rounds", "then"): ("target",),
    ("Close", "waits"): ("procedure",),
    ("Close", "folder"): ("fact",),
    ("Due", "from"): ("event",),
    ("Due", "until"): ("event",),
    ("Due", "each"): ("period",),
    ("Due", "partial"): ("partial",),
    ("Due", "calendar"): ("calendar",),
    ("TaskDue", "from"): ("event",),
    ("Extension", "reissue"): ("paper",),
    ("Who", "post"): ("post",),
    ("Who", "at"): ("fact",),
    ("Who", "role"): ("role",),
    ("Who", "unit"): ("fact",),
    ("Who", "outside"): ("party",),
    ("Who", "acted_in"): ("step",),
    ("Who", "from_fact"): ("fact",),
    ("Do", "issue"): ("paper",),
    ("Do", "open"): ("procedure",),
    ("Do", "assign"): ("role",),
    ("Do", "set"): ("fact",),
    ("Do", "stop"): ("own_due",),
    ("Do", "ask"): ("fact",),
    ("Do", "value"): ("value",),
    ("TableRule", "in"): ("fact",),
    ("DutyRule", "per"): ("record",),
    ("DutyRule", "opens"): ("procedure",),
    ("DutyRule", "fill"): ("paper",),
    ("GateRule", "act"): ("act",),
    ("GateRule", "facts"): ("fact",),
    ("ReactionRule", "upon"): ("event",),
    ("ReactionRule", "goto"): ("step",),
    ("Sample", "by"): ("fact",),
    ("Attributes", "of"): ("record",),
}
# The names in front of entries that mean something declared elsewhere.
_KEYED: Mapping[tuple[str, str], tuple[str, ...]] = {("Do", "with"): ("fact",)}


def sort_at(model: str, written: str, *, key: bool = False) -> tuple[str, ...]:
    """The sorts of names that may stand in a field, or as a key of its entries."""
    if key:
        return _KEYED.get((model, written), ())
    return _AT.get((model, written), ()) or _KEYS.get(written, ())
