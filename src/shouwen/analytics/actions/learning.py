"""Learns the kinds of cases from the installation's own history, and keeps what people made of a guess."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from shouwen.analytics.guessing import BETWEEN, Example, Measured, Model, label_of, learn
from shouwen.analytics.models import GuessAnswer, GuessModel
from shouwen.cases.queries.at_once import category_field
from shouwen.engine.state import State
from shouwen.runtime import database, rulebooks
from shouwen.runtime.queries import states_of

# What a desk took in longer ago was another desk's habit.
NEWEST = 6_000
BATCH = 500
LEAST_CASES = 200
LEAST_OF_A_KIND = 10
LEAST_KINDS = 2
LEAST_TEXT = 6
# It has to beat guessing the commonest kind by this much before anybody is bothered with it.
LEAST_GAIN = 5
# Worth learning again when this share of the cases is new.
NEWS_PERCENT = 5
LOCK = "SELECT pg_try_advisory_xact_lock(%s)"
LOCK_KEY = 0x5348_4755
CASES = """
SELECT subject_id, case_type, edition, title, content, demand FROM cases_case
WHERE edition LIKE %(rulebook)s AND parent_id IS NULL AND state <> 'void'
ORDER BY subject_id DESC LIMIT %(newest)s
"""
COUNT = "SELECT count(*) FROM (SELECT FROM cases_case WHERE edition LIKE %(rulebook)s AND parent_id IS NULL LIMIT %(newest)s) t"


def learn_all(*, at: datetime) -> int:
    """Every rulebook in use whose history has grown enough; how many were learnt. One process at a time."""
    done = 0
    for name in sorted({key.partition("/")[0] for key in rulebooks.installed()}):
        with transaction.atomic():
            ((is_free,),) = database.rows(LOCK, [LOCK_KEY])
            if is_free and _is_news(name):
                _learn(name, at)
                done += 1
    return done


def _is_news(rulebook: str) -> bool:
    ((there,),) = database.rows(COUNT, {"rulebook": f"{rulebook}/%", "newest": NEWEST})
    last = GuessModel.objects.filter(rulebook=rulebook).order_by("-id").values_list("cases", flat=True).first()
    if last is None:
        return bool(there >= LEAST_CASES)
    # A full window says nothing of what moved through it: then the day's rhythm of the job decides.
    return bool(there >= NEWEST or (there - last) * 100 >= last * NEWS_PERCENT)


def _learn(rulebook: str, at: datetime) -> None:
    examples = _enough_of_each(list(_examples(rulebook)))
    model, measured = learn(examples) if examples else (Model({}, {}), Measured(0, 0, 0))
    GuessModel.objects.filter(rulebook=rulebook).update(pieces={})
    GuessModel.objects.create(
        rulebook=rulebook,
        trained_at=at,
        cases=len(examples),
        held_out=measured.texts,
        right=measured.right,
        commonest=measured.commonest,
        speaks=_knows_enough(examples, measured),
        temperature=model.temperature,
        labels=model.labels,
        pieces=model.pieces,
    )


def _knows_enough(examples: list[Example], measured: Measured) -> bool:
    if len(examples) < LEAST_CASES or len({each.label for each in examples}) < LEAST_KINDS:
        return False
    return (measured.right - measured.commonest) * 100 >= LEAST_GAIN * measured.texts


def _enough_of_each(examples: list[Example]) -> list[Example]:
    """A category seen too seldom still tells its type."""
    for _ in range(2):
        seen: dict[str, int] = defaultdict(int)
        for each in examples:
            seen[each.label] += 1
        examples = [
            each if seen[each.label] >= LEAST_OF_A_KIND else Example(each.text, each.label.partition(BETWEEN)[0])
            for each in examples
        ]
    kept: dict[str, int] = defaultdict(int)
    for each in examples:
        kept[each.label] += 1
    return [each for each in examples if kept[each.label] >= LEAST_OF_A_KIND]


def _examples(rulebook: str) -> Iterator[Example]:
    """The oldest first, so that a first round and what measures it come from the same days."""
    rows = database.rows(CASES, {"rulebook": f"{rulebook}/%", "newest": NEWEST})[::-1]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        states = states_of([row[0] for row in batch])
        for case, case_type, edition, *told in batch:
            text = " ".join(filter(None, told))
            if len(text) >= LEAST_TEXT and case in states:
                yield Example(text, _label(case_type, edition, states[case][1]))


def _label(case_type: str, edition: str, state: State) -> str:
    field = category_field(rulebooks.rulebook(edition), case_type)
    value = state.facts.get(field.path) if field else None
    return label_of(case_type, field.path, value) if field and isinstance(value, str) else case_type


def record_answer(
    *, model: int, case: int, label: str, confidence: int, chosen: str, by: int, at: datetime
) -> GuessAnswer:
    """What stood on the page when the case was taken in; a category of the type that was guessed counts as accepted."""
    agreed = chosen == label or chosen.startswith(label + BETWEEN)
    row, _ = GuessAnswer.objects.get_or_create(
        case_id=case,
        defaults={
            "model_id": model, "label": label, "confidence": confidence, "chosen": chosen, "accepted": agreed,
            "at": at, "by_id": by,
        },
    )  # fmt: skip
    return row
