"""The page 导入与回放: runs, shares, bursts and bad rows, for those whose posts see compliance."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from tests.analytics.files import SMALL, shouwen, write
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.analytics.models import ImportRun
from shouwen.cases.models import Case
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)
BAD = ["10", "A9", "时间不对", "昨天", "内容", "", ""]


@pytest.fixture
def imported(house: House, tmp_path: Path) -> House:
    """The branch took in nine messages and a bad row, and their replies came."""
    people.grant_scope(post="leader", reach="subtree", acts=("see", "see_compliance"), by=None, at=AT)
    path = write(tmp_path / "留言.csv", [*SMALL, BAD])
    assert shouwen("import messages", path, "--unit", "branch") == 1
    shouwen("replay", "--source", path)
    return house


def test_shares_bursts_and_bad_rows_stand_on_one_page(imported: House) -> None:
    shown = text_of(signed_in("lee").get("/history/"))
    assert "留言.csv" in shown
    assert "3日内答复" in shown
    # Three of nine in time.
    assert "33.3%" in shown
    case = Case.objects.get(title="工地夜间施工扰民")
    assert f'href="/cases/{case.pk}/"' in shown
    assert "3 人" in shown
    assert "不是 2019-04-25 09:32:09 这样的时间" in shown


def test_the_page_of_clauses_counts_the_imported_cases(imported: House) -> None:
    shown = text_of(signed_in("lee").get("/compliance/?edition=MESSAGES/2011&period=all"))
    row = shown[shown.index("三日内答复") :][:900]
    assert "33.3%" in row
    assert "超时 6" in row


LINK = re.compile(r'href="(/cases/\?run=[^"]*)">(?:[^<]*<b>)?(\d+)<')
LISTED = re.compile(r"共 (\d+) 条")


def test_every_count_leads_to_exactly_its_cases(imported: House) -> None:
    """Though the house has other cases, and other runs carry the same clauses."""
    imported.open()
    lee = signed_in("lee")
    found = LINK.findall(text_of(lee.get("/history/")))
    assert len(found) > 10
    assert {int(count) for _, count in found} > {0, 3, 6, 8, 9}
    for address, count in found:
        told = LISTED.search(text_of(lee.get(unescape(address))))
        assert (address, int(told[1]) if told else 0) == (address, int(count))


def test_a_run_out_of_reach_lists_nothing(imported: House) -> None:
    run = ImportRun.objects.get().pk
    shown = text_of(signed_in("olga").get(f"/cases/?run={run}"))
    assert "没有符合条件的事项" in shown
    assert "没有符合条件的事项" in text_of(signed_in("lee").get("/cases/?run=99999"))


def test_the_list_says_of_which_run_it_is_and_keeps_it_when_searched(imported: House) -> None:
    run = ImportRun.objects.get().pk
    shown = text_of(signed_in("lee").get(f"/cases/?run={run}&reply=came"))
    assert f'name="run" value="{run}"' in shown
    assert 'name="reply" value="came"' in shown


def test_nobody_sees_runs_into_units_out_of_reach(imported: House) -> None:
    ImportRun.objects.update(unit=str(imported.other))
    shown = text_of(signed_in("lee").get("/history/"))
    assert "留言.csv" not in shown
    assert "还没有导入过历史留言" in shown


def test_the_page_is_shut_to_those_who_do_not_see_compliance(imported: House) -> None:
    assert signed_in("alice").get("/history/").status_code == 404


def test_every_case_on_the_page_opens(imported: House) -> None:
    lee = signed_in("lee")
    for case in Case.objects.filter(case_type="message"):
        shown = text_of(lee.get(f"/cases/{case.pk}/"))
        assert case.title in shown
    answered = Case.objects.get(title="物业管理有问题")
    assert "已协商" in text_of(lee.get(f"/cases/{answered.pk}/"))
