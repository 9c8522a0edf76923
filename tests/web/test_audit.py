"""审计日志: what it keeps, how it is found and paged, and that a changed row shows."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases import actions as cases
from shouwen.cases.queries import Filters
from shouwen.customers import actions as customers
from shouwen.people import actions as people
from shouwen.people.actions import check_what_is_asked, is_check_due
from shouwen.people.models import AuditEntry, IntegrityCheck
from shouwen.runtime import rulebooks, seals
from shouwen.runtime.models import Seal

pytestmark = pytest.mark.django_db
GATED = 'id: "2", in_force: 2026-01-02'
GATE = """
- {gate: some_gate, act: void, needs: {flood: true}, override: director, say: 漏水的才能作废, cites: [DESK-3]}
"""


@pytest.fixture
def auditor(house: House) -> Client:
    people.appoint_administrator(person=int(house["olga"]), office="audit", by=None, at=now())
    return signed_in("olga")


def checked(auditor: Client) -> str:
    """Asked for on the page, done by the worker, looked at on the page."""
    assert "核对已排队" in text_of(auditor.post("/admin/audit/check/", follow=True))
    assert check_what_is_asked(at=now()) is not None
    return text_of(auditor.get("/admin/audit/"))


def rows(shown: str) -> int:
    return shown.count("<tr data-row")


def test_sign_ins_are_kept_with_their_address_and_unknown_names_are_not(house: House, auditor: Client) -> None:
    user = User.objects.get(username="alice")
    user.set_password("梧桐更兼细雨-2026")
    user.save()
    login = reverse("account_login")
    Client().post(login, {"login": "alice", "password": "wrong-wrong"})
    Client().post(login, {"login": "my-secret-password", "password": "x"})
    browser = Client()
    browser.post(login, {"login": "alice", "password": "梧桐更兼细雨-2026"})
    browser.post(reverse("account_logout"))
    found = [(one.act, one.name) for one in AuditEntry.objects.filter(kind="sign_in").order_by("id")]
    assert found == [
        ("sign_in_failed", "alice"),
        ("sign_in_failed", ""),
        ("signed_in", "alice"),
        ("signed_out", "alice"),
    ]
    shown = text_of(auditor.get("/admin/audit/?kind=sign_in"))
    assert "登录失败" in shown
    assert "127.0.0.1" in shown
    assert "my-secret-password" not in shown


def test_looks_overrides_and_rights_stand_beside_each_other(house: House, auditor: Client) -> None:
    text = (DESK / "desk.yaml").read_text(encoding="utf-8").replace('id: "1", in_force: 2026-01-01', GATED)
    rulebooks.install_texts(files={"desk.yaml": text + GATE}, units=(), by=None, at=now())
    case_id = house.open(now())
    people.log_access(person=int(house["alice"]), subject="customer:7", field="phone", reason="回电", at=now())
    cases.override(case_id=case_id, rule="some_gate", reason="总经理同意", by=house["dora"], at=now())
    people.grant_scope(post="agent", reach="unit", acts=("see",), by=int(house["dora"]), at=now())
    shown = text_of(auditor.get("/admin/audit/"))
    for words in ("查看明文", "回电", "豁免", "总经理同意", "授予权限"):
        assert words in shown
    assert rows(text_of(auditor.get("/admin/audit/?subject=customer:7"))) == 1
    mine = text_of(auditor.get(f"/admin/audit/?person={house['dora']}"))
    assert "总经理同意" in mine
    assert "回电" not in mine
    tomorrow = (now() + timedelta(days=2)).date().isoformat()
    assert "没有符合条件的记录" in text_of(auditor.get(f"/admin/audit/?since={tomorrow}"))
    assert rows(text_of(auditor.get(f"/admin/audit/?until={tomorrow}&kind=look"))) == 1
    assert auditor.get("/admin/audit/?since=nonsense&person=x&before=y&kind=king").status_code == 200


def test_it_is_paged_by_key(house: House, auditor: Client) -> None:
    for number in range(120):
        people.record(act="exported", by=None, at=now(), name=f"第{number}次")
    seen: list[str] = []
    url = "/admin/audit/?kind=export"
    while url:
        shown = text_of(auditor.get(url))
        seen += re.findall(r"第(\d+)次", shown)
        following = re.search(r'data-next href="([^"]+)"', shown)
        url = "/admin/audit/" + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 120


def test_a_whole_log_is_said_to_be_whole_and_a_changed_row_is_named(house: House, auditor: Client) -> None:
    house.open(now())
    shown = checked(auditor)
    assert "完整：所核对的记录没有一条被改动" in shown
    assert AuditEntry.objects.filter(act="integrity_checked").count() == 1
    victim = AuditEntry.objects.order_by("id")[3]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_auditentry DISABLE TRIGGER people_auditentry_stays")
        cursor.execute("UPDATE people_auditentry SET name = '别人' WHERE id = %s", [victim.pk])
        cursor.execute("DELETE FROM people_auditentry WHERE id = %s", [victim.pk + 2])
    shown = checked(auditor)
    assert "不完整" in shown
    assert f"审计日志第 {victim.pk} 条的内容与写入时不同" in shown
    assert f"审计日志第 {victim.pk + 3} 条之前有记录被删除" in shown


def tamper(*statements: str) -> None:
    """As the owner of the tables could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_auditentry DISABLE TRIGGER people_auditentry_stays")
        for statement in statements:
            cursor.execute(statement)


LAST_THREE = "DELETE FROM people_auditentry WHERE id IN (SELECT id FROM people_auditentry ORDER BY id DESC LIMIT 3)"
HEAD_TOO = """
UPDATE people_audithead SET count = (SELECT count(*) FROM people_auditentry),
  last_id = (SELECT max(id) FROM people_auditentry), hash = (SELECT hash FROM people_auditentry ORDER BY id DESC LIMIT 1)
"""


@pytest.mark.parametrize("statements", [(LAST_THREE,), (LAST_THREE, HEAD_TOO)])
def test_a_tail_that_was_cut_off_is_told(house: House, auditor: Client, statements: tuple[str, ...]) -> None:
    last = AuditEntry.objects.latest("id").pk
    assert seals.seal(at=now()) == 0  # no case yet: a seal of the audit log alone
    assert seals.seal(at=now()) == 0
    assert Seal.objects.count() == 1
    tamper(*statements)
    shown = checked(auditor)
    assert "不完整" in shown
    assert f"曾写到第 {last} 条" in shown


SAID = "您好，师傅明天上午到"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE cases_message SET text = '您好，不处理' WHERE case_id = %s", "往来文字被改动"),
        ("DELETE FROM cases_message WHERE case_id = %s", "往来文字被删除"),
        (
            """INSERT INTO cases_message (case_id, kind, author, text, channel, at, seq)
            SELECT case_id, kind, author, '多的', channel, at, 1 FROM cases_message WHERE case_id = %s""",
            "多出了往来文字",
        ),
    ],
)
def test_what_was_said_to_a_customer_is_compared(house: House, auditor: Client, statement: str, words: str) -> None:
    case_id = house.open(now() - timedelta(hours=2))
    house.to_handling(case_id, now() - timedelta(hours=1))
    cases.reply(case_id=case_id, text=SAID, by=house["alice"], at=now())
    cases.note(case_id=case_id, text="只给同事看", by=house["alice"], at=now())
    shown = checked(auditor)
    assert "完整：所核对" in shown
    assert "往来文字核对了 2 条" in shown
    assert "无从核对" not in shown
    tamper(statement.replace("%s", str(case_id)))
    shown = checked(auditor)
    assert "不完整" in shown
    assert words in shown


def test_what_was_said_before_entries_vouched_for_it_is_counted(house: House, auditor: Client) -> None:
    case_id = house.open(now() - timedelta(hours=2))
    house.to_handling(case_id, now() - timedelta(hours=1))
    old = "INSERT INTO cases_message (case_id, kind, author, text, channel, at, seq) VALUES (%s, 'note', '', '早先', '', now(), 1)"
    tamper(old.replace("%s", str(case_id)))
    shown = checked(auditor)
    assert "完整：所核对" in shown
    assert "另有 1 条往来文字" in shown


def test_one_check_at_a_time_and_one_every_night(house: House, auditor: Client) -> None:
    auditor.post("/admin/audit/check/")
    assert "已有一次核对在进行" in text_of(auditor.post("/admin/audit/check/", follow=True))
    assert IntegrityCheck.objects.count() == 1
    assert is_check_due(at=now(), at_night=False)
    check_what_is_asked(at=now())
    assert not is_check_due(at=now(), at_night=True)
    assert not is_check_due(at=now() + timedelta(days=1), at_night=False)
    assert is_check_due(at=now() + timedelta(days=1), at_night=True)
    check_what_is_asked(at=now() + timedelta(days=1))
    assert "程序（每晚）" in text_of(auditor.get("/admin/audit/"))


def test_a_check_that_a_killed_worker_left_is_taken_up_again(house: House, auditor: Client) -> None:
    auditor.post("/admin/audit/check/")
    IntegrityCheck.objects.update(claimed_until=now() + timedelta(minutes=5))
    assert check_what_is_asked(at=now()) is None
    assert "正在核对" in text_of(auditor.get("/admin/audit/"))
    assert check_what_is_asked(at=now() + timedelta(minutes=6)) is not None


def test_a_ledger_that_was_changed_shows_on_the_same_page(house: House, auditor: Client) -> None:
    case_id = house.open(now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE runtime_ledger DISABLE TRIGGER USER")
        cursor.execute("UPDATE runtime_ledger SET kind = 'x' WHERE subject_id = %s", [case_id])
    shown = checked(auditor)
    assert f"事项 {case_id} 的台账" in shown
    assert "内容被改动" in shown


def test_taking_it_out_is_on_record_and_no_cell_is_a_formula(house: House, auditor: Client) -> None:
    people.record(act="exported", by=None, at=now(), name="=HYPERLINK(1)")
    answer = auditor.post("/admin/audit/export/", {"kind": "export", "reason": "年度检查"})
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[1][7] == "'=HYPERLINK(1)"
    assert len(table) == 2
    last = AuditEntry.objects.latest("id")
    assert (last.act, last.reason, last.detail) == ("exported", "年度检查", "1")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_security_administrator_sees_what_was_taken_out_and_nothing_else(house: House, auditor: Client) -> None:
    people.appoint_administrator(person=int(house["amy"]), office="security", by=None, at=now())
    amy = signed_in("amy")
    assert "还没有人导出过" in text_of(amy.get("/admin/exports/"))
    auditor.post("/admin/audit/export/", {"reason": "年度检查"})
    people.log_access(person=int(house["alice"]), subject="customer:7", field="phone", reason="回电", at=now())
    shown = text_of(amy.get("/admin/exports/"))
    assert "年度检查" in shown
    assert "回电" not in shown


def test_a_list_that_leaves_the_house_is_in_the_log(house: House, auditor: Client) -> None:
    house.open(now(), title="漏水")
    lee, at = house.viewer("lee", now()), now()
    made = cases.ask_export(viewer=lee, title="在办投诉", query="", filters=Filters(), reason="月度例会", at=at)
    cases.fetch_export(viewer=lee, export_id=made, at=at)
    customers.register_customer(name="王女士", unit=house.branch, by=None, at=at)
    mine = customers.ask_export(asked="", reason="核对名单", by=lee, at=at)
    customers.fetch_export(export_id=mine, by=lee, at=at)
    shown = text_of(auditor.get("/admin/audit/?act=exported"))
    for words in ("在办投诉", "月度例会", "核对名单", "客户导出"):
        assert words in shown
    assert rows(text_of(auditor.get(f"/admin/audit/?subject=customer_export:{mine}"))) == 2
