"""Guesses which kind a text is of, from earlier ones: naive Bayes over pieces of two characters; no dictionary, no network."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shouwen.base.bigrams import bigrams

# A piece that stands in fewer texts is a name or a slip; of the others the most telling are kept.
LEAST_TEXTS = 2
MOST_PIECES = 12_000
SMOOTH = 0.3
# Bayes counts pieces that go together twice, so it is too sure of itself; one figure, found on texts it has not seen, sets that right.
TEMPERATURES = tuple(1.3**step for step in range(16))
EVERY_FIFTH = 5
BETWEEN = "|"


def label_of(case_type: str, path: str = "", value: str = "") -> str:
    """A case type, or one of its categories, as a model names it."""
    return BETWEEN.join((case_type, path, value)) if value else case_type


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the kind that people gave it."""

    text: str
    label: str


@dataclass(frozen=True)
class Model:
    """What was counted; the same for pages, for the database and for a test."""

    labels: Mapping[str, int]
    """Kind → texts of it."""
    pieces: Mapping[str, Mapping[str, int]]
    """Piece → kind → texts that hold it."""
    temperature: float = 1.0
    totals: Mapping[str, int] = field(default_factory=dict)
    """Kind → pieces counted for it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How well guesses did on texts that were not learnt from."""

    texts: int
    right: int
    commonest: int
    """Right, had the commonest kind been guessed each time."""


def learn(examples: Sequence[Example]) -> tuple[Model, Measured]:
    """From all of them; measured by leaving every fifth out of a first round."""
    seen = [each for place, each in enumerate(examples) if place % EVERY_FIFTH]
    unseen = [each for place, each in enumerate(examples) if not place % EVERY_FIFTH]
    first = _count(seen)
    scored = [(_scores(first, each.text), each.label) for each in unseen]
    temperature = min(TEMPERATURES, key=lambda each: _surprise(scored, each))
    commonest = max(first.labels, key=lambda label: first.labels[label], default="")
    measured = Measured(
        texts=len(unseen),
        right=sum(1 for scores, label in scored if scores and max(scores, key=scores.__getitem__) == label),
        commonest=sum(1 for each in unseen if each.label == commonest),
    )
    whole = _count(examples)
    return Model(whole.labels, whole.pieces, temperature, whole.totals), measured


def guess(model: Model, text: str) -> dict[str, float]:
    """The share of belief in each kind; nothing where no piece of the text was ever seen."""
    scores = _scores(model, text)
    return _shares(scores, model.temperature) if scores else {}


def _count(examples: Iterable[Example]) -> Model:
    labels: Counter[str] = Counter()
    pieces: dict[str, Counter[str]] = defaultdict(Counter)
    for each in examples:
        labels[each.label] += 1
        for piece in bigrams(each.text):
            pieces[piece][each.label] += 1
    kept = {piece: held for piece, held in pieces.items() if held.total() >= LEAST_TEXTS and not piece.isdecimal()}
    most = sorted(kept, key=lambda piece: (-_telling(kept[piece], labels), piece))[:MOST_PIECES]
    totals: Counter[str] = Counter()
    for piece in most:
        totals.update(kept[piece])
    return Model(dict(labels), {piece: dict(kept[piece]) for piece in most}, totals=dict(totals))


def _telling(held: Mapping[str, int], labels: Mapping[str, int]) -> float:
    """How far its spread over the kinds is from that of all texts, by how often it stands at all."""
    texts, total = sum(labels.values()), sum(held.values())
    return sum(count * math.log(count * texts / (total * labels[label])) for label, count in held.items())


def _scores(model: Model, text: str) -> dict[str, float]:
    known = [model.pieces[piece] for piece in bigrams(text) if piece in model.pieces]
    if not known:
        return {}
    texts, width = sum(model.labels.values()), len(model.pieces)
    scores = {}
    for label, count in model.labels.items():
        below = math.log(model.totals.get(label, 0) + SMOOTH * width)
        found = sum(math.log(held.get(label, 0) + SMOOTH) for held in known)
        scores[label] = math.log(count / texts) + found - len(known) * below
    return scores


def _shares(scores: Mapping[str, float], temperature: float) -> dict[str, float]:
    most = max(scores.values())
    weights = {label: math.exp((score - most) / temperature) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def _surprise(scored: Iterable[tuple[Mapping[str, float], str]], temperature: float) -> float:
    """How little belief was in what people said, summed up."""
    total = 0.0
    for scores, label in scored:
        if scores:
            total -= math.log(max(_shares(scores, temperature).get(label, 0.0), 1e-9))
    return total
