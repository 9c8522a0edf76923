"""Who decides, on what papers, by which row: a table of a rulebook tried out on a page."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.cases.house import START, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
DECOR = Path(__file__).parents[2] / "src/shouwen/rulebooks/decor/2005-08"


@pytest.fixture
def decor(house: House) -> House:
    """DECOR is installed beside the small rulebook, and Dora and Lee hold posts of it."""
    rulebooks.install(path=DECOR, by=None, at=now())
    for name, post, unit in (
        ("dora", "vice_president", house.group),
        ("lee", "regional_president", house.branch),
        ("amy", "legal_deputy", house.group),
    ):
        people.place(person=int(house[name]), post=post, unit=unit, starts_on=START, by=None, at=now())
    return house


def page(known: dict[str, str], *, who: str = "dora", unit: int | None = None, status: int = 200) -> str:
    """The words of the page below the form."""
    asked = urlencode({f"f.{name}": value for name, value in known.items()} | ({"unit": unit} if unit else {}))
    answer = signed_in(who).get(f"/rulebooks/DECOR/2005-08/table/authority/?{asked}")
    assert answer.status_code == status
    below = text_of(answer).partition('id="answer"')[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", below)))


def test_a_deposit_before_measuring_is_either_presidents_to_decide_and_filed_with_legal(decor: House) -> None:
    said = page({"matter": "deposit", "measured": "false"}, unit=decor.branch)
    assert "第 1 行 · 退定金（未量房）" in said
    assert "审批人" in said
    assert "Lee" in said
    assert "Dora" in said
    for words in ("上报材料 《", "签署文件 《", "起草 分公司客服", "存档 法务中心副总监 Amy"):
        assert words in said
    assert "5.11.2.1" in said


def test_a_merged_cell_tells_its_own_decider_and_what_to_confirm(decor: House) -> None:
    said = page({"matter": "cancellation"}, unit=decor.branch)
    assert "第 3 行 · 整单或部分退单" in said
    assert "待确认：合并单元格，材料与协议同上一行" in said
    assert "Dora" in said
    assert "Lee" not in said
    assert "第 6 行 · 延期赔偿" in (late := page({"matter": "delay"}, unit=decor.branch))
    assert "合并单元格，审批人取相邻行" in late
    assert "Lee" in late


def test_what_must_not_be_signed_and_who_is_missing_are_said(decor: House) -> None:
    said = page({"matter": "crew_money"}, unit=decor.branch)
    assert "第 15 行 · 退到期质保金、单项维修金" in said
    assert "签署文件 不需要" in said
    assert "从该单位看无人在岗" in said


def test_seen_from_another_branch_the_first_ones_president_is_not_named(decor: House) -> None:
    said = page({"matter": "delay"}, unit=decor.other)
    assert "Lee" not in said
    assert "从该单位看无人在岗" in said


def test_an_unknown_input_is_asked_for_with_the_rows_still_open(decor: House) -> None:
    said = page({"matter": "quality"})
    assert "仍需知道：能否落实由施工队承担" in said
    assert "第 4 行" in said
    assert "第 5 行" in said
    assert "第 3 行" not in said
    assert "审批人" not in said
    assert page({}) == ""


def test_whoever_sees_only_own_cases_asks_for_the_own_unit(decor: House) -> None:
    assert "Lee" in page({"matter": "delay"}, who="alice")


def test_a_unit_out_of_reach_is_refused_and_another_table_is_not_there(decor: House) -> None:
    page({"matter": "delay"}, who="alice", unit=decor.other, status=404)
    assert signed_in("dora").get("/rulebooks/DECOR/2005-08/table/chase_round/").status_code == 404
    assert signed_in("dora").get("/rulebooks/NONE/1/table/authority/").status_code == 404


def test_the_page_speaks_english(decor: House) -> None:
    dora = signed_in("dora")
    dora.post("/preferences/", {"language": "en", "next": "/"})
    url = f"/rulebooks/DECOR/2005-08/table/authority/?unit={decor.branch}"
    said = text_of(dora.get(f"{url}&f.matter=delay"))
    for words in ("Row 6", "regional president", "matter is delay", "Lee"):
        assert words in said
    assert "Still needed" in text_of(dora.get(f"{url}&f.matter=quality"))


def test_the_clause_of_a_row_leads_to_the_page(decor: House) -> None:
    said = text_of(signed_in("alice").get("/rulebooks/DECOR/2005-08/clause/DECOR-5.11.2.5/"))
    assert 'href="/rulebooks/DECOR/2005-08/table/authority/"' in said


def test_a_step_that_asks_the_table_leads_to_it_filled_in(decor: House) -> None:
    people.place(
        person=int(decor["frank"]), post="branch_service", unit=decor.branch, starts_on=START, by=None, at=now()
    )
    at = now() - timedelta(minutes=1)
    case_id = decor.open(
        at, by="frank", case_type="authority_request", fields={"branch": str(decor.branch)}, facts={"matter": "delay"}
    )
    frank = signed_in("frank")
    linked = re.search(
        r'href="(/rulebooks/DECOR/2005-08/table/authority/[^"]*)"', text_of(frank.get(f"/cases/{case_id}/"))
    )
    assert linked is not None
    assert "f.matter=delay" in linked[1]
    assert "第 6 行" in text_of(frank.get(unescape(linked[1])))
