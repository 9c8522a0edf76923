"""The page 作业与发件: who works, what hangs, what was given up and is sent again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.models import AuditEntry
from shouwen.runtime import jobs, outbox
from shouwen.runtime.jobs import Worker
from shouwen.runtime.models import JobRun, Outbox, WorkerBeat

pytestmark = pytest.mark.django_db
PAGE, RETRY = "/operations/", "/operations/retry/"
LETTER = {"body": "您的投诉已处理", "subject_line": "答复"}


def letter(key: str, at: datetime, **more: Any) -> Outbox:
    outbox.add(channel="email", to="wang@example.com", payload=LETTER, dedupe_key=key, at=at)
    Outbox.objects.filter(dedupe_key=key).update(**more)
    return Outbox.objects.get(dedupe_key=key)


def given_up(key: str = "k") -> Outbox:
    return letter(key, now(), state="parked", tries=8, last_error="ConnectionError: 邮件服务器没有应答")


@contextmanager
def registered(name: str, job: jobs.Job) -> Iterator[None]:
    """One job more for a while, and no other."""
    others, jobs._jobs[:] = list(jobs._jobs), []
    jobs.register_job(name, timedelta(hours=1), job)
    yield
    jobs._jobs[:] = others


def test_with_nothing_there_every_part_says_so(house: House) -> None:
    shown = text_of(signed_in("dora").get(PAGE))
    for words in ("没有作业进程在工作", "还没有作业进程报到", "没有停发的邮件", "没有受阻的邮件"):
        assert words in shown


def test_a_worker_is_at_work_silent_or_gone(house: House) -> None:
    at = now()
    WorkerBeat.objects.create(name="here:1", started_at=at, seen_at=at)
    WorkerBeat.objects.create(name="lost:2", started_at=at, seen_at=at - timedelta(minutes=2))
    shown = text_of(signed_in("dora").get(PAGE))
    assert "没有作业进程在工作" not in shown
    assert "在工作" in shown[shown.index("here:1") : shown.index("lost:2")]
    assert "失联" in shown[shown.index("lost:2") :]
    WorkerBeat.objects.filter(name="here:1").delete()
    assert "没有作业进程在工作" in text_of(signed_in("dora").get(PAGE))


def test_what_was_given_up_is_sent_again_with_one_click(house: House) -> None:
    row = given_up()
    dora = signed_in("dora")
    shown = text_of(dora.get(PAGE))
    assert "邮件服务器没有应答" in shown
    assert "w***@example.com" in shown
    assert "wang@example.com" not in shown
    assert "您的投诉已处理" not in shown
    answer = dora.post(RETRY, {"message": str(row.pk)}, follow=True)
    assert "已重新排入发送：1" in text_of(answer)
    assert [Outbox.objects.get().state, Outbox.objects.get().tries] == ["waiting", 0]
    assert not mail.outbox


def test_all_of_them_at_once(house: House) -> None:
    for key in "abc":
        given_up(key)
    dora = signed_in("dora")
    assert "全部重发" in text_of(dora.get(PAGE))
    assert "已重新排入发送：3" in text_of(dora.post(RETRY, {"message": "all"}, follow=True))
    assert "没有需要重发的" in text_of(dora.post(RETRY, {"message": "all"}, follow=True))


def test_what_failed_or_waits_too_long_hangs(house: House) -> None:
    at = now()
    letter("fresh", at)
    letter("failed", at, tries=2, last_error="SMTPServerBusy", not_before=at + timedelta(minutes=1))
    letter("old", at - timedelta(minutes=10))
    shown = text_of(signed_in("dora").get(PAGE))
    assert "发送受阻<b>2</b>" in shown
    assert "待发送<b>1</b>" in shown
    assert "SMTPServerBusy" in shown


def test_a_message_that_is_none_is_refused(house: House) -> None:
    given_up()
    assert signed_in("dora").post(RETRY, {"message": "; all"}).status_code == 400
    assert Outbox.objects.get().state == "parked"


def test_only_who_looks_after_the_machine_sees_it_and_has_it_in_the_rail(house: House) -> None:
    alice = signed_in("alice")
    assert alice.get(PAGE).status_code == 404
    assert 'data-place="admin"' not in text_of(alice.get("/"))
    people.appoint_administrator(person=int(house["alice"]), office="system", by=None, at=now())
    assert alice.get(PAGE).status_code == 200
    assert 'data-place="admin"' in text_of(alice.get("/"))


def test_what_was_given_up_is_looked_at_and_dropped_with_a_reason(house: House) -> None:
    row = given_up()
    dora = signed_in("dora")
    page = f"/operations/messages/{row.pk}/"
    shown = text_of(dora.get(page))
    assert "邮件服务器没有应答" in shown
    assert "w***@example.com" in shown
    assert "您的投诉已处理" not in shown
    assert "请写明放弃的原因" in text_of(dora.post(f"{page}drop/", {"reason": " "}, follow=True))
    assert Outbox.objects.get().state == "parked"
    assert "已放弃，不再发送" in text_of(dora.post(f"{page}drop/", {"reason": "客户已电话告知"}, follow=True))
    assert Outbox.objects.get().state == "dropped"
    assert "可能已有人处理" in text_of(dora.post(f"{page}drop/", {"reason": "再一次"}, follow=True))
    assert AuditEntry.objects.get(act="mail_dropped").reason == "客户已电话告知"
    assert "已放弃" in text_of(dora.get(page))
    assert dora.get("/operations/messages/999999/").status_code == 404


def test_a_job_that_fails_says_so_and_is_done_at_once_when_asked(house: House) -> None:
    at, broken = now(), [True]

    def job(_at: datetime) -> None:
        if broken:
            raise RuntimeError("磁盘已满")

    with registered("ours", job):
        worker = Worker(name="here:1")
        worker.turn(at, at)
        dora = signed_in("dora")
        shown = text_of(dora.get(PAGE))
        assert "连续失败 1 次" in shown
        assert "磁盘已满" in shown
        broken.clear()
        worker.turn(at + timedelta(seconds=1), at)
        assert JobRun.objects.get(name="ours").failures == 1
        assert "已排到最前" in text_of(dora.post("/operations/job/", {"job": "ours"}, follow=True))
        assert "等待执行" in text_of(dora.get(PAGE))
        worker.turn(at + timedelta(seconds=2), at)
    row = JobRun.objects.get(name="ours")
    assert (row.failures, row.error, row.wanted) == (0, "", False)
    assert "没有这项作业" in text_of(dora.post("/operations/job/", {"job": "none"}, follow=True))
