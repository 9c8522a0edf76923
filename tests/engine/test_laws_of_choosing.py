"""Laws of the choice to whom a task goes, and choices told out in full."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.choosing import By, Candidate, Choice, Wanted, choose, most_of

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BYS: tuple[By, ...] = ("last_agent", "skill", "region", "fewest_open", "longest_idle")

instants = st.none() | st.integers(-600, 600).map(lambda minutes: AT + minutes * MINUTE)
candidate = st.builds(
    Candidate,
    person=st.integers(1, 30).map(str),
    presence=st.sampled_from(("here", "here", "busy", "break", "away")),
    seen_at=instants,
    absent_until=instants,
    open=st.integers(0, 6),
    capacity=st.none() | st.integers(0, 6),
    certified_until=instants,
    skills=st.frozensets(st.sampled_from(("water", "power"))),
    near=st.integers(0, 3),
    served_at=instants,
    given_at=instants,
    barred=st.booleans(),
    passed=st.sampled_from(("", "", "passed", "refused")),
)
candidates = st.lists(candidate, max_size=8, unique_by=lambda one: one.person)
wanted = st.builds(
    Wanted,
    at=st.just(AT),
    order=st.permutations(BYS).flatmap(lambda all_: st.integers(1, 5).map(lambda n: tuple(all_[:n]))),
    capacity=st.none() | st.integers(0, 6),
    away_after=st.none() | st.integers(1, 600).map(lambda minutes: minutes * MINUTE),
    certificate=st.booleans(),
    skill=st.sampled_from(("", "water")),
)


def can(asked: Wanted, one: Candidate) -> bool:
    """Written from the words of the rule, not from the program."""
    most = most_of(asked, one)
    return all(
        (
            one.presence == "here",
            not one.barred,
            not one.passed,
            one.absent_until is None or one.absent_until <= AT,
            asked.away_after is None or (one.seen_at is not None and AT - one.seen_at < asked.away_after),
            not asked.certificate or (one.certified_until is not None and one.certified_until > AT),
            most is None or one.open < most,
        )
    )


@given(wanted, candidates)
def test_somebody_is_chosen_exactly_when_somebody_can(asked: Wanted, found: list[Candidate]) -> None:
    chosen = choose(asked, found).person
    able = {one.person for one in found if can(asked, one)}
    assert chosen in able if able else chosen is None


@given(wanted, candidates)
def test_everybody_is_told_of_once_and_one_at_most_as_chosen(asked: Wanted, found: list[Candidate]) -> None:
    choice = choose(asked, found)
    assert sorted(each.person for each in choice.looked) == sorted(one.person for one in found)
    assert [each.person for each in choice.looked if each.why == "chosen"] == [p for p in (choice.person,) if p]


@given(wanted, candidates, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_named_does_not_matter(
    asked: Wanted, found: list[Candidate], chance: st.DataObject
) -> None:
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    assert choose(asked, mixed).person == choose(asked, found).person


@given(wanted, candidates)
def test_who_goes_away_is_not_missed_by_the_others(asked: Wanted, found: list[Candidate]) -> None:
    """Taking out somebody who was not chosen changes nothing; taking out the chosen one takes the next."""
    choice = choose(asked, found)
    for one in found:
        if one.person != choice.person:
            assert choose(asked, [other for other in found if other is not one]).person == choice.person
    fitting = [each.person for each in choice.looked if each.why in {"chosen", "behind"}]
    rest = choose(asked, [other for other in found if other.person != choice.person])
    assert rest.person == (fitting[1] if len(fitting) > 1 else None)


@given(candidates)
def test_with_fewest_open_nobody_who_can_has_fewer(found: list[Candidate]) -> None:
    asked = Wanted(at=AT, order=("fewest_open",))
    chosen = choose(asked, found).person
    able = [one for one in found if can(asked, one)]
    assert chosen is None or next(one.open for one in able if one.person == chosen) == min(one.open for one in able)


def told(choice: Choice) -> dict[str, tuple[str, str | None]]:
    return {each.person: (each.why, each.by) for each in choice.looked}


def test_the_reasons_are_told_person_by_person() -> None:
    here = Candidate("1", presence="here", seen_at=AT, certified_until=AT + MINUTE)
    asked = Wanted(at=AT, order=("last_agent", "fewest_open"), capacity=12, away_after=5 * MINUTE, certificate=True)
    people = [
        here,
        replace(here, person="2", open=1),
        replace(here, person="3", absent_until=AT + 600 * MINUTE),
        replace(here, person="4", open=12),
        replace(here, person="5", certified_until=AT),
        replace(here, person="6", seen_at=AT - 5 * MINUTE),
        replace(here, person="7", presence="break"),
        replace(here, person="8", barred=True),
        replace(here, person="9", passed="passed"),
    ]
    choice = choose(asked, people)
    assert told(choice) == {
        "1": ("chosen", None), "2": ("behind", "fewest_open"), "3": ("absent", None), "4": ("full", None),
        "5": ("uncertified", None), "6": ("silent", None), "7": ("break", None), "8": ("barred", None),
        "9": ("passed", None),
    }  # fmt: skip
    assert next(each.until for each in choice.looked if each.person == "3") == AT + 600 * MINUTE


def test_whoever_served_the_customer_last_goes_before_whoever_has_less_to_do() -> None:
    idle = Candidate("1", presence="here")
    known = Candidate("2", presence="here", open=9, served_at=AT - MINUTE)
    assert choose(Wanted(at=AT, order=("last_agent", "fewest_open")), [idle, known]).person == "2"
    assert choose(Wanted(at=AT, order=("fewest_open", "last_agent")), [idle, known]).person == "1"


def test_who_was_given_something_longest_ago_comes_first() -> None:
    people = [Candidate(str(n), presence="here", given_at=AT - n * MINUTE) for n in (3, 9, 5)]
    never = Candidate("7", presence="here")
    assert choose(Wanted(at=AT, order=("longest_idle",)), people).person == "9"
    assert choose(Wanted(at=AT, order=("longest_idle",)), [*people, never]).person == "7"


def test_the_certificate_ends_at_its_instant() -> None:
    one = Candidate("1", presence="here", certified_until=AT)
    asked = Wanted(at=AT, order=("fewest_open",), certificate=True)
    assert choose(asked, [one]).person is None
    assert choose(asked, [replace(one, certified_until=AT + MINUTE)]).person == "1"
