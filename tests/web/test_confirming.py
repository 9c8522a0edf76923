"""What a rulebook leaves open is settled on a page: by whom, why, and from when it holds."""

import re
import shutil
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from lxml import html
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.people import actions as people
from shouwen.rulebook.check.scopes import unknown_acts
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, ConfirmedFigure

pytestmark = pytest.mark.django_db
PAGE = "/rulebooks/DESK/1/confirm/"
LIMIT = "complaint.steps.record.due.record.within"
SENT = {"parameter": LIMIT, "value": "3h", "reason": "总经理办公会 2026 年第 3 号纪要"}


@pytest.fixture
def vague(house: House, tmp_path: Path) -> House:
    """The small rulebook, written as if its first limit were a guess."""
    copy = tmp_path / "desk"
    shutil.copytree(DESK, copy)
    text = (copy / "desk.yaml").read_text()
    assert "within: 1h," in text
    written = text.replace("within: 1h,", "within: {value: 1h, confirm: 源文写“及时”},", 1)
    (copy / "desk.yaml").write_text(written)
    rulebooks.install(path=copy, by=None, at=now())
    return house


def due_of(house: House) -> timedelta:
    at = now()
    clock = Clock.objects.get(subject=house.open(at), rule__endswith="record.record")
    assert clock.due_at is not None
    return clock.due_at - at


def waiting_and_settled(page: str, parameter: str) -> tuple[bool, bool]:
    """In which of the two lists of the page the figure stands."""
    row, middle = f'<tr data-row tabindex="-1" id="{parameter}">', page.index('id="settled"')
    return row in page[:middle], row in page[middle:]


def test_a_new_case_follows_the_confirmed_value_and_one_that_runs_keeps_its_own(vague: House) -> None:
    running = vague.open(now())
    before = Clock.objects.get(subject=running, rule__endswith="record.record").due_at
    assert due_of(vague) == timedelta(hours=1)
    answer = signed_in("dora").post(PAGE, SENT)
    assert answer.status_code == 302
    assert due_of(vague) == timedelta(hours=3)
    actions.urge(case_id=running, reason="客户来电", by=vague["lee"], at=now())
    assert Clock.objects.get(subject=running, rule__endswith="record.record").due_at == before


def test_page_and_clause_say_who_confirmed_what_when_and_why(vague: House) -> None:
    dora = signed_in("dora")
    assert waiting_and_settled(text_of(dora.get(PAGE)), LIMIT) == (True, False)
    dora.post(PAGE, SENT)
    listed = text_of(dora.get(PAGE))
    assert waiting_and_settled(listed, LIMIT) == (False, True)
    for shown in (listed, text_of(dora.get("/rulebooks/DESK/1/clause/DESK-1.1/"))):
        assert "Dora" in shown
        assert "今天" in shown
        assert "1小时 → 3小时" in shown
        assert "第 3 号纪要" in shown
    assert "3小时" in text_of(dora.get("/rulebooks/DESK/1/clause/DESK-1.1/"))


def test_a_correction_is_kept_beside_what_was_confirmed_first(vague: House) -> None:
    dora = signed_in("dora")
    dora.post(PAGE, SENT)
    dora.post(PAGE, SENT | {"value": "2h", "reason": "更正"})
    assert due_of(vague) == timedelta(hours=2)
    assert list(ConfirmedFigure.objects.order_by("id").values_list("before", "value")) == [("1h", "3h"), ("3h", "2h")]
    with pytest.raises(DatabaseError, match="new rows only"), transaction.atomic():
        ConfirmedFigure.objects.update(value="9h")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"value": "soon"}, "请写数字加单位"),
        ({"value": "0h"}, "请写数字加单位"),
        ({"value": ""}, "请写数字加单位"),
        ({"reason": " "}, "请写明依据或理由"),
        ({"parameter": "complaint.nothing"}, ""),
    ],
)
def test_what_cannot_stand_there_is_told_and_changes_nothing(vague: House, sent: dict[str, str], said: str) -> None:
    answer = signed_in("dora").post(PAGE, SENT | sent)
    assert answer.status_code == 422
    shown = unescape(text_of(answer))
    assert said in shown
    assert not ConfirmedFigure.objects.exists()
    assert due_of(vague) == timedelta(hours=1)


def test_what_was_typed_stays_in_the_form(vague: House) -> None:
    shown = text_of(signed_in("dora").post(PAGE, SENT | {"value": "soon"}))
    assert 'value="soon"' in shown
    assert "第 3 号纪要" in shown


def test_only_who_manages_rulebooks_confirms(vague: House) -> None:
    alice = signed_in("alice")
    assert alice.post(PAGE, SENT).status_code == 404
    assert 'name="value"' not in text_of(alice.get(PAGE))
    people.appoint_administrator(person=int(vague["alice"]), office="system", by=None, at=now())
    assert alice.post(PAGE, SENT).status_code == 302
    assert ConfirmedFigure.objects.get().by is not None


def test_a_post_may_whose_scope_says_so_and_a_scope_can_say_so(vague: House) -> None:
    lee = signed_in("lee")
    assert lee.post(PAGE, SENT).status_code == 404
    assert list(unknown_acts(("manage_rulebook", "manage_operations"), ())) == []
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    assert lee.post(PAGE, SENT).status_code == 302


def test_a_figure_that_the_text_no_longer_leaves_open_stops_nobody(vague: House) -> None:
    signed_in("dora").post(PAGE, SENT)
    rulebooks.install(path=DESK, by=None, at=now())
    assert due_of(vague) == timedelta(hours=1)
    assert waiting_and_settled(text_of(signed_in("dora").get(PAGE)), LIMIT) == (False, False)


def test_a_start_that_nothing_ever_reaches_is_refused_by_the_checker_and_nothing_changes(
    house: House, tmp_path: Path
) -> None:
    copy = tmp_path / "desk"
    shutil.copytree(DESK, copy)
    text = (copy / "desk.yaml").read_text()
    start = "answer: {title: 24小时内答复, from: case.opened"
    assert start in text
    written = text.replace(start, start.replace("case.opened", "{value: case.opened, confirm: 源文未写起点}"))
    (copy / "desk.yaml").write_text(written)
    rulebooks.install(path=copy, by=None, at=now())
    sent = {"parameter": "complaint.due.answer.from", "reason": "办公会"}
    for value, said in (("soon", "请写起算的事件"), ("nothing.happened", "nothing.happened")):
        refused = signed_in("dora").post(PAGE, {**sent, "value": value})
        assert refused.status_code == 422
        assert said in unescape(text_of(refused))
    assert not ConfirmedFigure.objects.exists()
    assert signed_in("dora").post(PAGE, {**sent, "value": "record.recorded"}).status_code == 302
    assert rulebooks.rulebook("DESK/1").procedures["complaint"].due["answer"].start == "record.recorded"


def test_a_reading_is_chosen_by_its_title_and_rules_without_a_word_of_their_own_have_one(house: House) -> None:
    path = next(each for code, edition, each in shipped() if (code, edition) == ("keyacc", "2024"))
    rulebooks.install(path=path, by=None, at=now())
    dora, page, signers = signed_in("dora"), "/rulebooks/KEYACC/2024/confirm/", "payment_signers.reading"
    listed = unescape(text_of(dora.get(page)))
    parameter = next(each for each in re.findall(r'<tr data-row tabindex="-1" id="([^"]+)"', listed) if signers in each)
    row = html.fromstring(listed).get_element_by_id(parameter)
    assert "本部总经理或营销副总任一人" in row[3].text_content()
    assert "either" not in row.text_content()
    (chosen,) = row.xpath(".//select[@name='value']")
    assert (chosen.value, list(chosen.value_options)) == ("either", ["either", "both"])
    for each in html.fromstring(listed).xpath("//tr[@data-row]"):
        assert not re.fullmatch(r"[a-z_]+", (each[0].text or "").strip())
    dora.post(page, {"parameter": parameter, "value": "both", "reason": "董事会决议"})
    settled = html.fromstring(text_of(dora.get(page))).get_element_by_id(parameter).text_content()
    assert "本部总经理或营销副总任一人 → 本部总经理和营销副总两人" in settled


def test_so_it_is_among_the_figures_of_a_draft(house: House) -> None:
    path = next(each for code, edition, each in shipped() if (code, edition) == ("keyacc", "2024"))
    rulebooks.install(path=path, by=None, at=now())
    dora, leaf = signed_in("dora"), "leaf:payment_signers.reading.value"
    address = dora.post("/drafts/", {"way": "copy", "edition": "KEYACC/2024", "name": "明年版"}).headers["Location"]

    def chosen() -> html.SelectElement:
        page = html.fromstring(text_of(dora.get(address, {"part": "payment_signers"})))
        found: html.SelectElement = page.xpath(f'//select[@name="{leaf}"]')[0]
        return found

    select = chosen()
    words = {option.get("value"): option.text for option in select.xpath("./option")}
    assert (select.value, words["both"]) == ("either", "本部总经理和营销副总两人")
    (file,) = {each.get("value") for each in select.xpath("./ancestor::form//input[@name='file']")}
    sent = {"file": file, "version": 1, "rule": "payment_signers", "part": "payment_signers", leaf: "both"}
    assert dora.post(f"{address}rule/", sent).status_code == 302
    assert chosen().value == "both"
    assert dora.post(f"{address}rule/", {**sent, "version": 2, leaf: "neither"}).status_code == 422
