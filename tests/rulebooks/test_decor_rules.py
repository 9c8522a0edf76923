"""The rules of the decoration group: they load, nothing is wrong with them, and every clause is carried."""

import re
from itertools import product
from pathlib import Path

import pytest

from shouwen.rulebook.check import check
from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.model import Condition, Figure, ProcedureRule, Rulebook, Test
from shouwen.rulebook.walk import walk_rulebook

EDITION = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/decor/2005-08"
CHINESE = re.compile(r"[\u4e00-\u9fff]")

NAMED_FORMS = (
    "《客户投诉处理通知单》",
    "《投诉反馈表》",
    "《催办通知单》",
    "《客户回访(投诉)、追访记录表》",
    "《客户投诉情况明细表》",
    "《客户投诉现场会勘记录》",
    "《问题(纠纷)客户详情表》",
    "《关于……的函》",
    "《客户档案》",
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(EDITION)


@pytest.fixture(scope="module")
def decor(loaded: Loaded) -> Rulebook:
    assert loaded.rulebook is not None
    return loaded.rulebook


def test_everything_can_be_read(loaded: Loaded) -> None:
    assert [f"{problem.where}: {problem.message_en}" for problem in loaded.problems] == []


def test_the_checker_finds_no_fault(loaded: Loaded, decor: Rulebook) -> None:
    faults = [found for found in check(decor, loaded.places) if found.level == "error"]
    assert [f"{fault.code} {fault.where}: {fault.message_en}" for fault in faults] == []


def test_the_checker_names_what_the_source_contradicts(loaded: Loaded, decor: Rulebook) -> None:
    """The caller is promised an answer in 24 hours while the branch alone has 24 hours after receipt."""
    warned = {found.where for found in check(decor, loaded.places) if found.code == "limit_longer_than_served"}
    assert "complaint.due.answer" in warned


def test_every_clause_is_carried(decor: Rulebook) -> None:
    cited = {clause for _, part in walk_rulebook(decor) for clause in getattr(part, "cites", ())}
    assert {clause.id for clause in decor.clauses if clause.text} - cited == set()


def test_figures_the_source_leaves_open_are_listed(decor: Rulebook) -> None:
    open_figures = {path for path, part in walk_rulebook(decor) if isinstance(part, Figure) and part.confirm}
    assert {"header.words.prompt", "chase.steps.redo.due.redo.within", "complaint.due.report.from"} <= open_figures
    stated = {"complaint.steps.return_call.due.return_call.within", "complaint.due.answer.within"}
    assert not stated & open_figures, "3 minutes and 24 hours stand in the source"


def test_the_named_forms_are_there_with_fields(decor: Rulebook) -> None:
    titles = {paper.title: paper for paper in decor.papers.values()}
    for form in NAMED_FORMS:
        assert form in titles
        assert titles[form].fields


def test_people_read_chinese_everywhere(decor: Rulebook) -> None:
    silent = [rule.name for rule in decor.rules if not CHINESE.search(rule.title)]
    silent += [
        f"{paper.name}.{name}"
        for paper in decor.papers.values()
        for name, field in paper.fields.items()
        if not CHINESE.search(field.title or "")
    ]
    for procedure in decor.procedures.values():
        silent += _untitled(procedure)
    assert silent == []


def _untitled(procedure: ProcedureRule) -> list[str]:
    steps = dict(procedure.steps)
    for name, step in procedure.steps.items():
        steps |= {f"{name}.{inner}": part for inner, part in (step.together or {}).items()}
    found = [f"{procedure.name}.{name}" for name, step in steps.items() if not CHINESE.search(step.title)]
    for name, step in steps.items():
        found += [f"{name}.{word}" for word, leads in step.out.items() if not CHINESE.search(leads.title or "")]
        found += [f"{name}.due.{word}" for word, due in step.due.items() if not CHINESE.search(due.title or "")]
    return found + [name for name, due in procedure.due.items() if not CHINESE.search(due.title or "")]


def _holds(condition: Condition | None, facts: dict[str, str]) -> bool:
    if condition is None:
        return True
    if condition.test is not None:
        return _meets(condition.test, facts)
    return all(_holds(part, facts) for part in condition.all or ())


def _meets(test: Test, facts: dict[str, str]) -> bool:
    allowed = test.value if isinstance(test.value, tuple) else (test.value,)
    return facts[test.path] in allowed


def test_exactly_one_row_decides_every_matter(decor: Rulebook) -> None:
    table = decor.tables["authority"]
    matters = decor.facts["matter"].one_of
    assert matters is not None
    for matter, measured, bears in product(matters, ("true", "false"), ("true", "false")):
        facts = {"matter": matter, "measured": measured, "crew_bears": bears}
        deciding = [row for row in table.rows if _holds(row.when, facts)]
        assert len(deciding) == 1, facts
        assert "approver" in deciding[0].then


@pytest.mark.parametrize(
    ("matter", "measured", "bears", "approver"),
    [
        ("deposit", "false", "false", {"any": ["regional_president", "vice_president"]}),
        ("deposit", "true", "false", "vice_president"),
        ("quality", "false", "true", "regional_president"),
        ("agreement", "false", "false", "vice_president"),
        ("environment", "false", "false", "legal_director"),
        ("crew_money", "false", "false", "audit_committee"),
    ],
)
def test_the_table_names_the_approver(
    decor: Rulebook, matter: str, measured: str, bears: str, approver: object
) -> None:
    facts = {"matter": matter, "measured": measured, "crew_bears": bears}
    (row,) = (row for row in decor.tables["authority"].rows if _holds(row.when, facts))
    assert row.says["approver"] == approver


def test_the_fourth_failed_chase_goes_to_the_legal_centre(decor: Rulebook) -> None:
    rounds = decor.procedures["chase"].steps["redo"].rounds
    assert rounds is not None
    assert (rounds.bound, rounds.then) == (3, "hand_over")
    assert set(decor.procedures["chase"].steps["hand_over"].fill) == {"customer_file", "case_file"}


def test_twelve_people_make_the_centre(decor: Rulebook) -> None:
    centre = [post for post in decor.posts.values() if post.unit == "centre"]
    assert sum(post.count.value or 0 for post in centre if post.count is not None) == 12
