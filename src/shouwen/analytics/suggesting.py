"""What the learnt model of a rulebook says of a text, and how often people agreed with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from shouwen.analytics.guessing import BETWEEN, Model, guess
from shouwen.analytics.models import GuessModel

LEAST_TEXT = 6
# Below this a guess costs the agent more than it saves.
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One guess: which model, what, and how sure."""

    model: int
    label: str
    confidence: int
    """Percent."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model came about and how its guesses fared."""

    rulebook: str
    trained_at: datetime
    cases: int
    kinds: int
    held_out: int
    right: int
    commonest: int
    speaks: bool
    asked: int
    accepted: int

    @property
    def share(self) -> float | None:
        return self.right / self.held_out if self.held_out else None

    @property
    def baseline(self) -> float | None:
        return self.commonest / self.held_out if self.held_out else None

    @property
    def agreed(self) -> float | None:
        return self.accepted / self.asked if self.asked else None


def suggest(rulebook: str, text: str, offered: Iterable[str]) -> Suggestion | None:
    """The likeliest of what is offered, a whole type where no category stands out; nothing rather than a bad guess."""
    if len(text.strip()) < LEAST_TEXT:
        return None
    found = _models.newest(rulebook)
    if found is None:
        return None
    number, model = found
    wanted = set(offered)
    shares = guess(model, text)
    types: dict[str, float] = {}
    for label, share in shares.items():
        case_type = label.partition(BETWEEN)[0]
        types[case_type] = types.get(case_type, 0.0) + share
    likely = [(share, label) for label, share in {**types, **_categories(shares)}.items() if label in wanted]
    sure = [each for each in likely if each[0] >= LEAST_CONFIDENCE]
    if not sure:
        return None
    # A category says more than its type, so it goes first once it is sure enough.
    share, label = max(sure, key=lambda each: (BETWEEN in each[1], each[0]))
    return Suggestion(number, label, min(99, round(share * 100)))


def standings() -> tuple[Standing, ...]:
    """The newest model of each rulebook; answers count whichever model of the rulebook gave them."""
    newest: dict[str, GuessModel] = {}
    for row in GuessModel.objects.defer("pieces").order_by("id"):
        newest[row.rulebook] = row
    counted: dict[str, Any] = {
        row["rulebook"]: row
        for row in GuessModel.objects.values("rulebook").annotate(
            asked=Count("answers"), accepted=Count("answers", filter=Q(answers__accepted=True))
        )
    }
    return tuple(
        Standing(
            rulebook=name, trained_at=row.trained_at, cases=row.cases, kinds=len(row.labels), held_out=row.held_out,
            right=row.right, commonest=row.commonest, speaks=row.speaks, asked=counted[name]["asked"],
            accepted=counted[name]["accepted"],
        )
        for name, row in sorted(newest.items())
    )  # fmt: skip


def _categories(shares: dict[str, float]) -> dict[str, float]:
    return {label: share for label, share in shares.items() if BETWEEN in label}


class _Models:
    """The newest model of each rulebook as this process read it last; one small question tells whether there is a newer."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[int, Model]] = {}

    def newest(self, rulebook: str) -> tuple[int, Model] | None:
        row = GuessModel.objects.filter(rulebook=rulebook).order_by("-id").values_list("pk", "speaks").first()
        if row is None or not row[1]:
            return None
        known = self.known.get(rulebook)
        if known is None or known[0] != row[0]:
            known = self.known[rulebook] = (row[0], _model(GuessModel.objects.get(pk=row[0])))
        return known


def _model(row: GuessModel) -> Model:
    totals: dict[str, int] = {}
    for held in row.pieces.values():
        for label, count in held.items():
            totals[label] = totals.get(label, 0) + count
    return Model(row.labels, row.pieces, row.temperature, totals)


_models = _Models()
