"""Running cases go over to a newer edition: seen beforehand, agreed to by another, done case by case."""

from datetime import timedelta
from html import unescape

import pytest
from tests.cases.house import DESK, RECORD, House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import ProposedMove
from shouwen.base.clock import now
from shouwen.cases.models import Case
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Clock, Ledger, Subject, Task
from shouwen.runtime.refold import differing
from shouwen.runtime.verify import verify

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"
URL = "/rulebooks/DESK/2/moves/"
LIMIT = "from: step.opened, within: 1h"
RENAMED = (("    review:", "    judge:"), ("then: review", "then: judge"))


def newer(*changes: tuple[str, str]) -> None:
    text = (DESK / FILE).read_text(encoding="utf-8").replace('id: "1"', 'id: "2"')
    for old, new in ((LIMIT, LIMIT.replace("1h", "3h")), *changes):
        assert old in text
        text = text.replace(old, new)
    rulebooks.install_texts(files={FILE: text}, units=(), by=None, at=now())


@pytest.fixture
def managed(house: House) -> House:
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    return house


def put_forward(*cases: int, **more: object) -> str:
    answer = signed_in("dora").post(URL, {"case": cases, "reason": "新版时限更合理", **more})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def agree_and_do(url: str) -> str:
    dora = signed_in("dora")
    assert signed_in("lee").post(url, {"verb": "agree"}).status_code == 302
    assert dora.post(f"{url}carry-out/").status_code == 302
    return unescape(text_of(dora.get(url)))


def test_each_case_is_shown_with_what_would_change_and_only_the_chosen_ones_go_over(managed: House) -> None:
    opened = now() - timedelta(minutes=5)
    first, second, third = (managed.open(opened, title=f"厨房漏水{n}") for n in range(3))
    newer()
    numbers = {case: Case.objects.get(pk=case).number for case in (first, second, third)}
    listed = unescape(text_of(signed_in("dora").get(URL)))
    assert all(number in listed for number in numbers.values())
    assert listed.count("时限改到") == 3
    assert Ledger.objects.filter(kind="CaseMigrated").count() == 0
    url = put_forward(first, second)
    assert signed_in("dora").post(url, {"verb": "agree"}).status_code == 422
    assert signed_in("dora").post(f"{url}carry-out/").status_code == 422
    shown = agree_and_do(url)
    assert "共 2 件，已换 2 件，未换 0 件" in shown
    editions = dict(Subject.objects.filter(pk__in=numbers).values_list("pk", "edition"))
    assert editions == {first: "DESK/2", second: "DESK/2", third: "DESK/1"}
    assert Case.objects.get(pk=first).edition == "DESK/2"
    clocks = Clock.objects.filter(rule="complaint.record.record").order_by("subject")
    hours = [clock.due_at - opened for clock in clocks if clock.due_at]
    assert hours == [timedelta(hours=3), timedelta(hours=3), timedelta(hours=1)]
    assert Ledger.objects.filter(kind="CaseMigrated").count() == 2
    assert list(differing()) == []
    assert list(verify(fold_again=True)) == []
    managed.finish(first, "record#1", "recorded", by="alice", at=now(), fields=RECORD)
    left = unescape(text_of(signed_in("dora").get(URL)))
    assert numbers[third] in left
    assert numbers[first] not in left


def test_one_whose_step_is_gone_stays_and_says_so_and_the_others_go(managed: House) -> None:
    stays, goes = managed.open(now()), managed.open(now())
    managed.finish(stays, "record#1", "recorded", by="alice", at=now(), fields=RECORD)
    newer(*RENAMED)
    listed = unescape(text_of(signed_in("dora").get(URL)))
    assert "换不了" in listed
    assert "新版本没有环节" in listed
    shown = agree_and_do(put_forward(all="1"))
    assert "已换 1 件，未换 1 件" in shown
    assert dict(ProposedMove.objects.values_list("subject_id", "lacks")) == {stays: ["step:review"], goes: []}
    assert Subject.objects.get(pk=stays).edition == "DESK/1"
    assert Subject.objects.get(pk=stays).next_wake is not None
    assert not Ledger.objects.filter(subject=stays, kind="CaseMigrated").exists()
    managed.finish(stays, "review#1", "general", by="lee", at=now())


def test_a_lost_step_is_given_a_new_one_and_its_task_goes_with_it(managed: House) -> None:
    case = managed.open(now())
    managed.finish(case, "record#1", "recorded", by="alice", at=now(), fields=RECORD)
    newer(*RENAMED)
    mapped = {"step:complaint:review": "judge"}
    listed = unescape(text_of(signed_in("dora").get(URL, mapped)))
    assert "新版本没有环节" not in listed
    agree_and_do(put_forward(case, **mapped))
    assert Task.objects.get(subject=case, state="open").key == "judge#1"
    shown = unescape(text_of(signed_in("lee").get(f"/cases/{case}/")))
    assert "换用制度版本" in shown
    assert "新版时限更合理" in shown
    for url in (f"/cases/{case}/flow/", "/", "/board/", "/cases/"):
        assert signed_in("lee").get(url).status_code == 200
    assert list(differing()) == []
    managed.finish(case, "judge#1", "general", by="lee", at=now())


def test_who_chose_nothing_or_said_no_reason_is_told(managed: House) -> None:
    managed.open(now())
    newer()
    dora = signed_in("dora")
    assert "请先选择" in text_of(dora.post(URL, {"reason": "新版"}))
    assert "请写明理由" in text_of(dora.post(URL, {"all": "1", "reason": ""}))
    assert signed_in("alice").get(URL).status_code == 404
    assert dora.get("/rulebooks/DESK/9/moves/").status_code == 404


def test_nothing_goes_over_to_an_edition_before_its_day(managed: House) -> None:
    managed.open(now())
    newer(("in_force: 2026-01-01", "in_force: 2099-01-01"))
    assert "未到生效日" in text_of(signed_in("dora").post(URL, {"all": "1", "reason": "早换"}))
