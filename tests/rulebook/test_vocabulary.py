"""The vocabulary holds what the engine really knows, so that a word the checker lets pass also happens."""

from shouwen.engine.fold_events import BUILT_IN_ACTS
from shouwen.engine.lookup import _CASE, DEFAULTS
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.vocabulary import ACTS, DOMAINS, EVENTS, FACTS, VALUES, WAYS_IN


def test_every_built_in_act_and_what_follows_it() -> None:
    assert set(BUILT_IN_ACTS) - {"done"} <= set(ACTS)
    happenings = {name for name in BUILT_IN_ACTS.values() if not name.startswith("act.")}
    assert happenings <= set(EVENTS)


def test_every_fact_that_the_engine_itself_answers() -> None:
    assert {f"case.{name}" for name in _CASE} | set(DEFAULTS) <= set(FACTS)


def test_no_two_domains_claim_the_same_word() -> None:
    for part in ("events", "acts", "facts", "records"):
        words = [word for domain in DOMAINS for word in getattr(domain, part)]
        assert len(words) == len(set(words)), part


def test_values_belong_to_facts() -> None:
    assert set(VALUES) <= set(FACTS)


def test_every_way_that_a_case_comes_in_has_a_word_for_people() -> None:
    books = [load(path).rulebook for _name, _edition, path in shipped()]
    rules = [rule for book in books if book is not None for rule in book.procedures.values()]
    ways = {way for rule in rules if rule.opens for way in rule.opens.via}
    assert ways
    assert ways <= set(WAYS_IN)
