"""What leaves the house - lists, customers, printed papers, signing links - passes the gates of the rulebooks concerned."""

from pathlib import Path

import pytest
from tests.cases.gated import ONLY_LEADER, with_rules
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of
from tests.web.test_papers import SHEET

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.cases.actions.taking_out import write_down_next
from shouwen.cases.models import Export
from shouwen.customers import actions as customers
from shouwen.customers.models import CustomerExport
from shouwen.documents.models import SigningLink
from shouwen.people import actions as people
from shouwen.people.models import AuditEntry
from shouwen.runtime.models import Finding, Ledger, Notice

pytestmark = pytest.mark.django_db
GATE = f"- {{gate: inside, title: 资料不外流, act: [export, print, send], only: leader, say: {ONLY_LEADER}, cites: [DESK-2]}}"
WARNED = GATE.replace("only:", "mode: warn, only:")
TOLD = "- {reaction: gone, title: 资料被导出, upon: act.export, do: [{notify: [director], say: '{case.number} 被导出'}], cites: [DESK-3.2]}"
PRINTED = (
    "- {reaction: on_paper, title: 打印, upon: act.print, do: [{notify: [director], say: 有人打印}], cites: [DESK-3.2]}"
)


@pytest.fixture
def kept(house: House, tmp_path: Path) -> House:
    with_rules(tmp_path, GATE, TOLD, PRINTED)
    return house


def tries(case_id: int, act: str) -> list[bool]:
    """Whether each try on record was refused."""
    rows = Ledger.objects.filter(subject=case_id, kind="ActRequested", event__act=act)
    return list(rows.order_by("seq").values_list("refused", flat=True))


def told(house: House) -> list[str]:
    return list(Notice.objects.filter(person=house["dora"], kind="rule").order_by("pk").values_list("text", flat=True))


def test_who_may_not_is_refused_the_list_with_the_rulebook_and_the_way_round_it(kept: House) -> None:
    case_id = recent(kept)
    alice = signed_in("alice")
    page = text_of(alice.get("/cases/export/"))
    assert "《小服务台制度》不允许您导出其中 1 件" in page
    assert "without=DESK%2F1" in page
    answer = text_of(alice.post("/cases/export/", {"reason": "自己留底"}, follow=True))
    assert ONLY_LEADER in answer
    assert "DESK-2" in answer
    assert not Export.objects.exists()
    assert tries(case_id, "export") == [True]
    assert told(kept) == []
    entry = AuditEntry.objects.get(act="export_refused")
    assert (entry.person_id, entry.reason) == (int(kept["alice"]), "自己留底")
    assert "DESK-2" in entry.detail
    rest = text_of(alice.get("/cases/export/?without=DESK%2F1"))
    assert "不含《小服务台制度》的事项" in rest
    assert "不允许您导出" not in rest


def test_who_may_takes_it_out_and_each_case_and_whoever_watches_learn_of_it(kept: House) -> None:
    cases = [recent(kept), recent(kept, title="大厅漏水")]
    lee = signed_in("lee")
    assert lee.post("/cases/export/", {"reason": "例会材料"})["Location"] == "/exports/"
    assert told(kept) == []
    (row,) = queries.own_exports(kept.viewer("lee", now()))
    assert lee.post(f"/exports/{row.id}/file/").content.startswith(b"PK")
    assert [tries(case, "export") for case in cases] == [[False], [False]]
    number = queries.get_for(kept.viewer("lee", now()), cases[0]).number
    about = Notice.objects.filter(person=kept["dora"], kind="rule").values_list("subject", flat=True)
    assert set(about) == set(cases)
    shown = text_of(signed_in("dora").get("/notices/"))
    assert "被导出" in shown
    assert number in shown
    assert "导出" in text_of(lee.get(f"/cases/{cases[0]}/"))


def test_of_many_the_worker_writes_it_into_each_case_whatever_was_done_there_since(kept: House) -> None:
    cases = [recent(kept, title=f"第{number}件") for number in range(queries.WITHOUT_ASKING + 1)]
    lee, dora = signed_in("lee"), signed_in("dora")
    lee.post("/cases/export/", {"reason": "年度归档"})
    (row,) = queries.own_exports(kept.viewer("lee", now()))
    dora.post(f"/exports/{row.id}/decide/", {"agrees": "yes"})
    assert lee.post(f"/exports/{row.id}/file/").content.startswith(b"PK")
    kept.record(cases[0], now())
    assert tries(cases[0], "export") == []
    assert write_down_next(at=now())
    assert not write_down_next(at=now())
    assert [tries(case, "export") for case in cases] == [[False]] * len(cases)


def test_who_may_no_longer_does_not_fetch_what_was_granted_before(house: House, tmp_path: Path) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    alice.post("/cases/export/", {"reason": "自己留底"})
    export = Export.objects.get()
    with_rules(tmp_path, GATE)
    answer = alice.post(f"/exports/{export.pk}/file/", follow=True)
    assert ONLY_LEADER in text_of(answer)
    export.refresh_from_db()
    assert export.fetched_at is None
    assert tries(case_id, "export") == [True]


def test_a_gate_that_reads_the_case_is_asked_of_each(house: House, tmp_path: Path) -> None:
    wet = recent(house, fields={"caller": "王女士", "flood": "yes"})
    recent(house, fields={"caller": "李女士", "flood": "no"})
    with_rules(tmp_path, GATE.replace("only:", "when: {flood: true}, only:"))
    page = text_of(signed_in("alice").get("/cases/export/"))
    assert "不允许您导出其中 1 件" in page
    signed_in("alice").post("/cases/export/", {"reason": "自己留底"})
    assert tries(wet, "export") == [True]


def test_a_warning_is_passed_with_the_reason_and_found_afterwards(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, WARNED)
    case_id = recent(house)
    alice = signed_in("alice")
    alice.post("/cases/export/", {"reason": "交接"})
    assert alice.post(f"/exports/{Export.objects.get().pk}/file/").content.startswith(b"PK")
    finding = Finding.objects.get(subject=case_id, rule="inside", result="broken")
    assert finding.clause == "DESK-2"


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_a_form_is_printed_by_who_may(kept: House, ending: str) -> None:
    case_id = recent(kept)
    kept.record(case_id, now())
    url = f"/cases/{case_id}/papers/record.{ending}"
    answer = signed_in("alice").get(url)
    assert answer.status_code == 403
    assert ONLY_LEADER in text_of(answer)
    assert "DESK-2" in text_of(answer)
    assert signed_in("lee").get(url).status_code == 200
    assert tries(case_id, "print") == [True, False]
    assert told(kept) == ["有人打印"]


def test_a_warned_print_asks_why_and_goes_on(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, WARNED)
    case_id = recent(house)
    house.record(case_id, now())
    url, alice = f"/cases/{case_id}/papers/record.pdf", signed_in("alice")
    page = alice.get(url)
    assert page.status_code == 403
    assert 'name="reason"' in text_of(page)
    assert alice.post(url, {"reason": "客户当面索取"}).content.startswith(b"%PDF-")
    assert "客户当面索取" in text_of(alice.get(f"/cases/{case_id}/"))


def test_printing_does_not_stop_a_colleague_who_was_typing(kept: House) -> None:
    case_id = recent(kept)
    kept.record(case_id, now())
    seen = Ledger.objects.filter(subject=case_id).count()
    signed_in("lee").get(f"/cases/{case_id}/papers/record.pdf")
    assert tries(case_id, "print") == [False]
    kept.finish(case_id, "review#1", "general", by="lee", at=now(), expected_seq=seen)
    assert "handle#1" in kept.open_tasks(case_id)


def test_a_signing_link_is_sent_by_who_may(house: House, tmp_path: Path) -> None:
    with_rules(tmp_path, WARNED)
    case_id = house.open(now(), case_type="survey", fields={})
    alice = signed_in("alice")
    assert alice.post(f"/cases/{case_id}/step/", {**SHEET, "file": "sheet"}).status_code == 302
    url = f"/cases/{case_id}/papers/sheet/link/"
    page = alice.post(url, {"party": "customer"})
    assert page.status_code == 403
    assert 'value="customer"' in text_of(page)
    assert not SigningLink.objects.exists()
    alice.post(url, {"party": "customer", "reason": "客户在外地"})
    assert SigningLink.objects.count() == 1
    assert tries(case_id, "send") == [True, False]


def test_where_no_rule_minds_it_nothing_is_written_on_the_case(house: House) -> None:
    case_id = recent(house)
    house.record(case_id, now())
    assert signed_in("alice").get(f"/cases/{case_id}/papers/record.pdf").status_code == 200
    assert tries(case_id, "print") == []


def test_customers_leave_by_who_may_and_whoever_watches_is_told(kept: House) -> None:
    contacts = [customers.NewContact(kind="phone", value="13812345678")]
    people.grant_scope(post="agent", reach="subtree", acts=("see",), by=None, at=now())
    customers.register_customer(name="王女士", unit=kept.branch, contacts=contacts, by=None, at=now())
    answer = text_of(signed_in("alice").post("/customers/export/", {"reason": "自己留底"}, follow=True))
    assert "《小服务台制度》不允许您导出客户" in answer
    assert ONLY_LEADER in answer
    assert not CustomerExport.objects.exists()
    assert "DESK-2" in AuditEntry.objects.get(act="export_refused").detail
    lee = signed_in("lee")
    lee.post("/customers/export/", {"reason": "例会材料"})
    assert lee.post(f"/customers/export/{CustomerExport.objects.get().pk}/file/").content.startswith(b"PK")
    assert told(kept) == ["资料被导出：Lee导出客户 1 位，用途：例会材料"]
    assert AuditEntry.objects.filter(act="exported").count() == 1
