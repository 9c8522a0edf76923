"""What is past its time is gone the next morning and found nowhere; what is held, named or kept longer by a paper stays."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from tests.cases.house import AT, DESK, HOUR, RECORD, House

from shouwen.cases import actions as cases
from shouwen.cases.models import Case, Message
from shouwen.customers import actions as customers
from shouwen.customers.actions import NewContact
from shouwen.customers.models import Customer
from shouwen.documents.actions import add_file
from shouwen.documents.filetypes import FileRefusedError
from shouwen.documents.models import StoredFile
from shouwen.people.access import NotAllowedError, Viewer
from shouwen.people.actions import ChangeRefused
from shouwen.people.audit import Asked, entries
from shouwen.retention import actions, queries
from shouwen.retention.jobs import erase_at_night
from shouwen.retention.models import Certificate, Term
from shouwen.runtime import rulebooks
from shouwen.runtime.subjects import SubjectErased
from shouwen.runtime.verify import verify

WRITTEN = ("王小丽", "13812345678", "三单元五楼漏到楼下", "家里老人住院")
LATER = AT + timedelta(days=200)
NIGHT = datetime.fromisoformat("2026-09-20T02:30:00+08:00")


def person(house: House, at: datetime = AT) -> int:
    row = customers.register_customer(
        name="王小丽", contacts=[NewContact("phone", "13812345678")], notes="家里老人住院", by=None, at=at
    )
    return row.pk


def ended(house: House, *, customer: int | None = None, at: datetime = AT) -> int:
    """A complaint full of words of its customer, with a file, that came to its end."""
    case_id = house.open(at, title="王小丽家漏水", content="三单元五楼漏到楼下，电话 13812345678", customer=customer)
    fields = {"record": {**RECORD["record"], "what": "三单元五楼漏到楼下"}}
    house.finish(case_id, "record#1", "recorded", by="alice", at=at, fields=fields)
    cases.note(case_id=case_id, text="家里老人住院，回电 13812345678", by=house["alice"], at=at)
    cases.inbound(case_id=case_id, text="我是王小丽", channel="email", source_key=f"mail-{case_id}", at=at)
    add_file(subject=case_id, name="王小丽家.txt", content="三单元五楼漏到楼下".encode(), by=house["alice"], at=at)
    cases.save_draft(person=house["alice"], form_key=f"{case_id}:reply", values={"text": "王小丽您好"}, at=at)
    cases.void(case_id=case_id, reason="王小丽撤诉", by=house["lee"], at=at + HOUR)
    return case_id


def agreed(house: House, kind: str, months: int | None, *, at: datetime = AT, **scope: str) -> Term:
    amy, olga = house.viewer("amy", at), house.viewer("olga", at)
    term = actions.ask_term(kind=kind, months=months, reason="最短必要", by=amy, at=at, **scope)
    actions.decide_term(term_id=term, agrees="yes", opinion="", by=olga, at=at)
    return Term.objects.get(pk=term)


def security(house: House, at: datetime = LATER) -> Viewer:
    return house.viewer("amy", at)


def whole_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        parts = []
        for name in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{name}" t')  # noqa: S608  # names of our own tables
            parts.append(str(cursor.fetchone()[0]))
    return "\n".join(parts)


def test_an_erased_person_is_found_nowhere(house: House) -> None:
    customer = person(house)
    case_id = ended(house, customer=customer)
    stored = StoredFile.objects.get(subject=case_id).storage_name
    assert default_storage.exists(stored)
    assert [word for word in WRITTEN if word not in whole_database()] == []
    agreed(house, "case", 6)
    agreed(house, "customer", 6)
    agreed(house, "notice", 6)
    erase_at_night(NIGHT)
    everything = whole_database()
    assert [word for word in WRITTEN if word in everything] == []
    assert not default_storage.exists(stored)
    assert not Customer.objects.filter(pk=customer).exists()
    case = Case.objects.get(pk=case_id)
    assert case.number
    assert case.closed_at == AT + HOUR
    assert Message.objects.filter(case=case_id).count() == 2
    assert list(verify(fold_again=True)) == []


def test_nothing_past_its_time_is_left_in_the_morning_however_much_it_is(house: House) -> None:
    many = [ended(house) for _ in range(23)]
    term = agreed(house, "case", 6)
    assert queries.count_past(term, NIGHT) == len(many)
    erase_at_night(NIGHT)
    assert queries.count_past(term, NIGHT) == 0
    assert [one.count for one in Certificate.objects.order_by("pk")] == [20, 3]


def test_by_day_nothing_is_erased(house: House) -> None:
    case_id = ended(house)
    agreed(house, "case", 6)
    erase_at_night(NIGHT + timedelta(hours=9))
    assert Case.objects.get(pk=case_id).erased_at is None


def test_what_is_younger_or_still_runs_stays(house: House) -> None:
    old, young, running = ended(house), ended(house, at=NIGHT - timedelta(days=30)), house.open()
    agreed(house, "case", 6)
    erase_at_night(NIGHT)
    erased = Case.objects.exclude(erased_at=None).values_list("pk", flat=True)
    assert (list(erased), {young, running} & set(erased)) == ([old], set())


def test_a_term_counts_only_when_another_administrator_agreed(house: House) -> None:
    case_id = ended(house)
    amy, olga = house.viewer("amy"), house.viewer("olga")
    term = actions.ask_term(kind="case", months=6, reason="最短必要", by=amy, at=AT)
    erase_at_night(NIGHT)
    assert Case.objects.get(pk=case_id).erased_at is None
    with pytest.raises(NotAllowedError):
        actions.decide_term(term_id=term, agrees="yes", opinion="", by=amy, at=AT)
    for other in ("fay", "dora"):
        with pytest.raises(NotAllowedError):
            actions.decide_term(term_id=term, agrees="yes", opinion="", by=house.viewer(other), at=AT)
    with pytest.raises(ChangeRefused):
        actions.decide_term(term_id=term, agrees="no", opinion="", by=olga, at=AT)
    actions.decide_term(term_id=term, agrees="no", opinion="太短", by=olga, at=AT)
    erase_at_night(NIGHT)
    assert Case.objects.get(pk=case_id).erased_at is None
    with pytest.raises(ChangeRefused):
        actions.decide_term(term_id=term, agrees="yes", opinion="", by=olga, at=AT)


def test_only_the_security_administrator_sets_terms_and_holds(house: House) -> None:
    for name in ("olga", "fay", "dora"):
        viewer = house.viewer(name)
        with pytest.raises(NotAllowedError):
            actions.ask_term(kind="case", months=6, reason="x", by=viewer, at=AT)
        with pytest.raises(NotAllowedError):
            actions.place_hold(kind="case", number="1", reason="x", by=viewer, at=AT)


def test_a_hold_wins_until_it_is_lifted(house: House) -> None:
    customer = person(house)
    one, other = ended(house), ended(house, customer=customer)
    number = Case.objects.get(pk=one).number
    amy = house.viewer("amy")
    on_case = actions.place_hold(kind="case", number=number.lower(), reason="仲裁", by=amy, at=AT)
    of_customer = Customer.objects.get(pk=customer).number
    on_customer = actions.place_hold(kind="customer", number=of_customer, reason="诉讼", by=amy, at=AT)
    with pytest.raises(ChangeRefused):
        actions.place_hold(kind="case", number=number, reason="仲裁", by=amy, at=AT)
    term = agreed(house, "case", 6)
    agreed(house, "customer", 6)
    erase_at_night(NIGHT)
    assert not Case.objects.exclude(erased_at=None).exists()
    actions.lift_hold(hold_id=on_case, reason="已结案", by=security(house), at=LATER)
    assert [each.label for each in queries.past(term, NIGHT, most=9)] == [number]
    actions.lift_hold(hold_id=on_customer, reason="已结案", by=security(house), at=LATER)
    erase_at_night(NIGHT)
    assert set(Case.objects.exclude(erased_at=None).values_list("pk", flat=True)) == {one, other}
    assert not Customer.objects.filter(pk=customer).exists()


def test_a_customer_whom_a_case_names_stays(house: House) -> None:
    customer = person(house)
    ended(house, customer=customer)
    agreed(house, "customer", 6)
    erase_at_night(NIGHT)
    assert Customer.objects.get(pk=customer).name == "王小丽"


def test_a_customer_s_time_runs_from_the_last_case_that_was_erased(house: House) -> None:
    customer = person(house)
    ended(house, customer=customer, at=AT + timedelta(days=100))
    agreed(house, "case", 1)
    agreed(house, "customer", 6)
    erase_at_night(NIGHT)
    assert Customer.objects.get(pk=customer).dealt_at == AT + timedelta(days=100) + HOUR
    erase_at_night(NIGHT + timedelta(days=100))
    assert not Customer.objects.filter(pk=customer).exists()


def test_the_closest_term_counts_and_for_good_is_one_too(house: House) -> None:
    case_id = ended(house)
    agreed(house, "case", 1)
    closer = agreed(house, "case", None, book="DESK", case_type="complaint")
    erase_at_night(NIGHT)
    assert Case.objects.get(pk=case_id).erased_at is None
    agreed(house, "case", 2, at=AT + HOUR, book="DESK", case_type="complaint")
    erase_at_night(NIGHT)
    assert Case.objects.get(pk=case_id).erased_at == NIGHT
    assert closer.months is None


def test_a_paper_that_the_rulebook_keeps_longer_wins(house: House) -> None:
    text = (
        (DESK / "desk.yaml")
        .read_text(encoding="utf-8")
        .replace('id: "1", in_force: 2026-01-01', 'id: "2", in_force: 2026-01-02')
    )
    kept = text.replace("- paper: record\n", "- paper: record\n  keep: 2y\n")
    assert kept != text
    rulebooks.install_texts(files={"desk.yaml": kept}, units=(), by=None, at=AT)
    with_record = ended(house)
    without = house.open()
    cases.void(case_id=without, reason="误登记", by=house["lee"], at=AT + HOUR)
    agreed(house, "case", 6)
    erase_at_night(NIGHT)
    erased = set(Case.objects.exclude(erased_at=None).values_list("pk", flat=True))
    assert erased == {without}
    erase_at_night(NIGHT + timedelta(days=600))
    assert Case.objects.get(pk=with_record).erased_at is not None


def test_the_certificate_says_who_agreed_and_which_went_and_nothing_else(house: House) -> None:
    case_id = ended(house)
    agreed(house, "case", 6)
    erase_at_night(NIGHT)
    number = Case.objects.get(pk=case_id).number
    (one,) = queries.certificates(house.viewer("olga", NIGHT))
    assert (one.count, one.labels, one.asked_by, one.agreed_by, one.months) == (1, (number,), "Amy", "Olga", 6)
    (entry,) = entries(house.viewer("olga", NIGHT), Asked(act="records_erased"))
    assert entry.detail == f"1: {number}"
    assert "Amy" in entry.reason
    assert "Olga" in entry.reason


def test_small_classes_go_by_their_own_terms(house: House) -> None:
    cases.save_draft(person=house["alice"], form_key="new:complaint", values={"text": "王小丽"}, at=AT)
    cases.save_draft(person=house["amy"], form_key="new:complaint", values={"text": "新的"}, at=NIGHT)
    agreed(house, "draft", 3)
    erase_at_night(NIGHT)
    assert "王小丽" not in whole_database()
    assert "新的" in whole_database()


def test_an_erased_case_can_be_looked_at_and_nothing_more(house: House) -> None:
    case_id = ended(house)
    agreed(house, "case", 6)
    erase_at_night(NIGHT)
    page = house.page(case_id, "dora", NIGHT)
    assert page.erased_at == NIGHT
    assert page.acts == ()
    assert page.timeline[-1].kind == "erased"
    assert [word for word in WRITTEN if word in repr(page)] == []


def test_nothing_is_added_to_an_erased_case(house: House) -> None:
    case_id = ended(house)
    agreed(house, "case", 6)
    erase_at_night(NIGHT)
    with pytest.raises(FileRefusedError):
        add_file(subject=case_id, name="a.txt", content=b"x", by=house["alice"], at=NIGHT)
    with pytest.raises(SubjectErased):
        cases.note(case_id=case_id, text="补一句", by=house["alice"], at=NIGHT)
