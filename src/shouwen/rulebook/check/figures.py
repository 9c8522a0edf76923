"""Analysis A, figures: numbers of times, people, copies and things, which nobody can have fewer of than none."""

from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import FactRule, Figure, Frozen, Need, Test
from shouwen.rulebook.model.due import QUOTA_READINGS
from shouwen.rulebook.walk import children


def check_figures(sight: Sight) -> None:
    """Tell readings that are none, and whole numbers below zero; what a condition compares with may be anything."""
    _readings(sight)
    for where, part in sight.parts:
        if not isinstance(part, Frozen) or isinstance(part, Test):
            continue
        for key, value in children(part):
            if isinstance(value, int) and value < 0:
                sight.tell(
                    "negative_number",
                    where if isinstance(part, Figure) else f"{where}.{key}",
                    f"个数不能是 {value}；请写 0 或更大的整数。",
                    f"There cannot be {value} of anything; write 0 or a greater whole number.",
                )


def _readings(sight: Sight) -> None:
    """What is chosen between two readings of the source has to be one of them."""
    for where, part in sight.of_type(FactRule, Need):
        chosen = part.reading if isinstance(part, FactRule) else part.quota
        values = (part.one_of or part.scale or ()) if isinstance(part, FactRule) else QUOTA_READINGS
        key = "reading" if isinstance(part, FactRule) else "quota"
        if chosen is not None and chosen.value is not None and chosen.value not in values:
            sight.tell(
                "unknown_reading",
                f"{where}.{key}",
                f"“{chosen.value}”不在可选的读法里；请写 {'、'.join(values) or '（先在 one_of 里列出取值）'} 之一。",
                f"'{chosen.value}' is none of the readings; write one of {', '.join(values) or '(list the values in one_of first)'}.",
            )
