"""What an entry of 审计日志 is about is said in words, and leads to its page only where the viewer may open that."""

import csv
import io
import re

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in

from shouwen.base.clock import now
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.people import actions as people
from shouwen.people.audit import Asked, entries
from shouwen.web.administration.subjects import WORDS, lines

pytestmark = pytest.mark.django_db
CELL = re.compile(r"<tr data-row.*?</tr>", re.DOTALL)


def office(house: House, name: str, which: str) -> Client:
    people.appoint_administrator(person=int(house[name]), office=which, by=None, at=now())
    return signed_in(name)


def shown(browser: Client, subject: str) -> str:
    """The newest line about the subject, in full."""
    line = CELL.findall(browser.get("/admin/audit/", {"subject": subject}).content.decode())[0]
    return str(line)


def look(house: House, subject: str) -> None:
    people.log_access(person=int(house["alice"]), subject=subject, field="phone", reason="回电", at=now())


def test_a_look_names_its_case_and_its_customer_by_number(house: House) -> None:
    case_id = house.open(now())
    customer = customers.register_customer(name="王女士", unit=house.branch, by=None, at=now())
    auditor = office(house, "olga", "audit")
    for subject, number in (
        (f"case:{case_id}", Case.objects.get().number),
        (f"customer:{customer.pk}", customer.number),
    ):
        look(house, subject)
        line = shown(auditor, subject)
        assert number in line
        assert f">{subject}<" not in line
        # An audit administrator sees no cases and no customers: there is nothing to follow, and no name.
        assert 'href="/c' not in line
        assert "王女士" not in line


def test_what_was_erased_since_keeps_its_number(house: House) -> None:
    auditor = office(house, "olga", "audit")
    look(house, "customer:7")
    assert "7 <a" in shown(auditor, "customer:7")


def test_a_person_is_a_link_for_whoever_sees_people(house: House) -> None:
    people.appoint_administrator(person=int(house["amy"]), office="security", by=None, at=now())
    people.record(act="exported", by=None, at=now(), subject=f"person:{house['lee']}")
    auditor = office(house, "olga", "audit")
    line = shown(auditor, f"person:{house['lee']}")
    assert "Lee" in line
    assert "/admin/people/" not in line
    exports = signed_in("amy").get("/admin/exports/").content.decode()
    assert f'<a href="/admin/people/{house["lee"]}/">Lee</a>' in exports


def test_a_sign_in_is_told_by_the_person_and_the_name_they_came_under(house: House) -> None:
    auditor = office(house, "olga", "audit")
    lee = f"person:{house['lee']}"
    people.record(act="sign_in_failed", by=None, at=now(), subject=lee, name="lee")
    assert "Lee · lee" in shown(auditor, lee)


def test_every_kind_of_subject_has_words_and_the_log_is_narrowed_by_a_name(house: House) -> None:
    auditor = office(house, "olga", "audit")
    for kind in WORDS:
        people.record(act="exported", by=None, at=now(), subject=f"{kind}:1", name="")
    page = auditor.get("/admin/audit/?act=exported").content.decode()
    for kind, word in WORDS.items():
        assert f'?subject={kind}%3A1" title="只看这个对象的记录">{word}</a>' in page
        assert f">{kind}:1<" not in page
    people.grant_scope(post="agent", reach="unit", acts=("see",), by=None, at=now())
    assert "坐席" in shown(auditor, "post:agent") or "agent" in shown(auditor, "post:agent")
    people.record(act="exported", by=None, at=now(), subject="term:9", name="客服中心投诉")
    assert "客服中心投诉" in shown(auditor, "中心投诉")


def test_the_file_says_the_same(house: House) -> None:
    case_id = house.open(now())
    look(house, f"case:{case_id}")
    answer = office(house, "olga", "audit").post("/admin/audit/export/", {"kind": "look", "reason": "检查"})
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    said = dict(zip(heads, row, strict=True))
    assert (said["对象"], said["对象编号"], said["名称"]) == ("事项", f"case:{case_id}", Case.objects.get().number)


def test_a_page_of_entries_asks_for_all_its_subjects_together(
    house: House, django_assert_max_num_queries: object
) -> None:
    ids = [house.open(now()) for _ in range(4)]
    people.appoint_administrator(person=int(house["olga"]), office="audit", by=None, at=now())
    for case_id in ids:
        look(house, f"case:{case_id}")
    viewer = house.viewer("olga", now())
    rows = entries(viewer, Asked(kind="look"))
    with django_assert_max_num_queries(2):  # type: ignore[operator]  # the fixture of pytest-django
        named = {line.about.name for line in lines(viewer, rows) if line.about}
    assert named == set(Case.objects.values_list("number", flat=True))
