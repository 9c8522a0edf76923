"""The urging notice of the decoration group says until when, and what happens otherwise."""

from datetime import timedelta
from typing import Any

from tests.engine.conftest import MORNING, shipped

from shouwen.documents.content import Names, lines
from shouwen.engine.effects import IssuePaper
from shouwen.engine.events import CaseOpened
from shouwen.runtime.prefill import prefilled

NOBODY = Names(units={}, persons={})


def test_the_limit_and_the_warning_stand_on_it(world_of: Any) -> None:
    compiled = shipped("decor")
    town = world_of(compiled)
    town.open(CaseOpened(at=MORNING, by="客服助理", case_type="chase", unit="本单位"))
    case = next(iter(town.cases))
    called = MORNING + timedelta(days=4)
    facts = {"callback_record.problem": "地板仍起拱", "callback_record.kind": "chase"}
    answer = town.finish(case, "ask", "not_satisfied", "客服助理", at=called, papers=("callback_record",), facts=facts)
    (issued,) = [effect for effect in answer.effects if isinstance(effect, IssuePaper)]
    paper = compiled.rulebook.papers["urging_notice"]
    known = prefilled([paper], town.cases[case], {**town.cases[case].facts, **issued.facts})
    printed = {line.name: line.text for line in lines(paper, known, compiled.rulebook, NOBODY)}
    assert printed["finish_by"] == "2026年3月9日"
    assert printed["warning"] == "请及时妥善处理；经催办的追究责任部门和责任人"
    assert printed["matter"] == "地板仍起拱"
