"""The NORM rulebook: titles fit, gates have shut, and nobody hears an appeal against a decision of their own."""

from tests.rulebooks.proofs import shipped

from shouwen.engine.effects import FinishTask
from shouwen.rulebook.carrying import standings

TITLE_LENGTH = 14
NORM = shipped("norm")


def test_clauses_have_short_titles_and_whole_sentences() -> None:
    clauses = [clause for clause in NORM.rulebook.clauses if clause.text]
    assert [c.id for c in NORM.rulebook.clauses if not 0 < len(c.title) <= TITLE_LENGTH] == []
    assert [c.id for c in clauses if not c.text.endswith("。")] == []


def test_only_the_preamble_and_the_supplement_are_mere_text() -> None:
    carried = standings(NORM.rulebook)
    running = {clause for clause, parts in carried.items() if any(part.standing == "running" for part in parts)}
    assert {clause.id for clause in NORM.rulebook.clauses if clause.text} - running == {"NORM-1.0", "NORM-8.0"}


def test_every_gate_that_cases_meet_has_refused_somebody() -> None:
    refused = NORM.refused()
    asked_on_reading = {gate.name for gate in NORM.rulebook.gates.values() if gate.act == ("see",)}
    assert set(NORM.rulebook.gates) - asked_on_reading - refused == set()


def test_nobody_hears_an_appeal_who_had_a_part_in_the_decision() -> None:
    heard = 0
    for world, each in NORM.told:
        for effect in each.decision.effects:
            if isinstance(effect, FinishTask) and effect.task.startswith("hear#"):
                parent = world.cases[next(iter(world.cases))]
                before = {visit.by for visit in parent.visits if visit.step in {"investigate", "establish", "decide"}}
                assert each.event.by not in before
                heard += 1
    assert heard >= 3
