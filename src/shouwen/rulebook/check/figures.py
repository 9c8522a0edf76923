"""Analysis A, figures: numbers of times, people, copies and things, which nobody can have fewer of than none."""

from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import Figure, Frozen, Test
from shouwen.rulebook.walk import children


def check_figures(sight: Sight) -> None:
    """Tell whole numbers below zero; what a condition compares with may be anything."""
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
