"""A field that means a branch takes no other unit, and every lack is said in words."""

import pytest
from tests.cases.house import AT, House

from shouwen.cases.forms import Known, clean, view
from shouwen.cases.queries.worded import worded
from shouwen.cases.words import LACKS
from shouwen.people.queries import nearest
from shouwen.rulebook.model import PaperRule
from shouwen.runtime import rulebooks

PAPER = PaperRule.model_validate(
    {"name": "intake", "title": "登记", "fields": {"branch": {"type": "unit", "title": "所属分公司", "kind": "branch"}}}
)


@pytest.fixture
def known(house: House) -> Known:
    return Known(rulebooks.rulebook(rulebooks.installed()[0]), {}, AT)


def test_only_a_unit_of_the_kind_is_taken(house: House, known: Known) -> None:
    assert clean(PAPER, {"branch": str(house.group)}, known).errors == {"intake.branch": "“所属分公司”请选一个分公司。"}
    assert clean(PAPER, {"branch": str(house.branch)}, known).values == {"intake.branch": str(house.branch)}
    assert view(PAPER, known).fields[0].kind == "branch"


def test_the_nearest_unit_of_a_kind_is_the_unit_itself_or_one_above(house: House) -> None:
    assert nearest(str(house.branch), "branch") == str(house.branch)
    assert nearest(str(house.branch), "group") == str(house.group)
    assert nearest(str(house.group), "branch") == ""


LACKING = (
    "person: reason: task: holder: closed: archived: suspended: rest: excluded: new: flow: "
    "reason:answer#0 only:sealed never:sealed promise:answer fixed:first_contact nobody:x child:chase "
    "taken:1 open: outcome:x act:x fact:record.what rule:record.what paper:record field:record.what "
    "signed:record:agent copies:record:2 sealed:record form:record form: approval:own_approval"
)


@pytest.mark.parametrize("lack", LACKING.split())
def test_every_lack_is_said_in_words(house: House, lack: str) -> None:
    said = worded(rulebooks.get(rulebooks.installed()[0]), "complaint").lack(lack, LACKS)
    assert said
    assert ":" not in said
