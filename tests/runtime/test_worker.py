"""The worker sweeps, sends and seals, wakes when it is needed, and stops when it is told."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
from django.core import mail
from django.db import connection
from tests.cases.house import AT, HOUR, House

from shouwen.base import clock
from shouwen.cases import actions
from shouwen.runtime import database, live
from shouwen.runtime.hands import _call_helpers, sweep_all
from shouwen.runtime.jobs import Worker
from shouwen.runtime.models import Clock, Ledger, Outbox, Seal, WorkerBeat
from shouwen.runtime.sweep import behind, sweep
from shouwen.runtime.verify import verify
from shouwen.runtime.writer.signals import EVERYTHING

PATIENCE = 20


def test_one_turn_sweeps_sends_seals_and_says_that_it_lives(real_house: House) -> None:
    case_id = real_house.open()
    actions.urge(case_id=case_id, reason="请尽快", by=real_house["lee"], at=AT)
    worker = Worker(name="w1")
    worker.turn(AT + 2 * HOUR, AT)
    assert Clock.objects.get(subject=case_id, rule__endswith="record.record").missed_at == AT + HOUR
    assert Outbox.objects.filter(state="waiting", not_before__lte=AT + 2 * HOUR).count() == 0
    assert mail.outbox
    assert Seal.objects.count() == 1
    assert WorkerBeat.objects.get(name="w1").seen_at == AT + 2 * HOUR


def test_a_stopped_worker_takes_no_new_batch(real_house: House) -> None:
    real_house.open()
    worker = Worker(name="w1")
    worker.stop.set()
    worker.turn(AT + 2 * HOUR, AT)
    assert not Ledger.objects.filter(kind="TimeReached").exists()


def test_who_stops_in_order_is_not_missed(real_house: House) -> None:
    worker = Worker(name="w1")
    worker.turn(clock.now(), clock.now())
    assert WorkerBeat.objects.filter(name="w1").exists()
    worker.stop.set()
    worker.run()
    assert not WorkerBeat.objects.exists()


def test_after_an_outage_each_limit_is_decided_at_its_own_instant(real_house: House) -> None:
    case_id = real_house.open()
    later = AT + timedelta(days=3)
    assert behind(now=later) > timedelta(days=2)
    sweep(now=later)
    assert behind(now=later) == timedelta(0)
    marked = dict(Clock.objects.filter(subject=case_id).values_list("title", "missed_at"))
    assert marked == {"1小时内登记": AT + HOUR, "24小时内答复": AT + 24 * HOUR}
    rows = Ledger.objects.filter(subject=case_id, kind="TimeReached").order_by("seq")
    instants = [row.at for row in rows]
    assert instants == sorted(instants)
    assert instants[-1] < AT + timedelta(hours=25)
    assert {row.recorded_at for row in rows} == {later}


def test_helpers_share_a_backlog(real_house: House) -> None:
    for n in range(20):
        real_house.open(title=f"第{n}件")
    now = AT + 2 * HOUR
    for helper in _call_helpers(now):
        helper.join(PATIENCE)
        assert helper.exitcode == 0
    sweep_all(now=now, is_stopped=lambda: False, after_batch=lambda: None)
    assert Clock.objects.filter(missed_at=AT + HOUR).count() == 20
    assert list(verify()) == []


def test_a_case_that_cannot_be_decided_does_not_hold_up_the_others(real_house: House) -> None:
    ill, well = real_house.open(), real_house.open()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE runtime_subject SET state = 'no JSON' WHERE id = %s", [ill])
    now = AT + 2 * HOUR
    sweep(now=now)
    assert Clock.objects.get(subject=well, rule__endswith="record.record").missed_at == AT + HOUR
    assert behind(now=now) == timedelta(0)
    assert behind(now=now + HOUR) > timedelta(0)


def test_a_running_worker_is_woken_and_pages_hear_of_it(real_house: House) -> None:
    worker = Worker(name="w2")
    thread = threading.Thread(target=worker.run)
    with live.subscribe([f"person:{real_house['alice']}"]) as page:
        assert live.is_listening(PATIENCE)
        thread.start()
        try:
            real_house.open(datetime.now(UTC) - 2 * HOUR)
            # Once for the task that was opened, once more when the worker found the limit passed.
            assert page.next(PATIENCE) == f"person:{real_house['alice']}"
            assert page.next(PATIENCE) == f"person:{real_house['alice']}"
        finally:
            worker.stop.set()
            thread.join(PATIENCE)
    assert not thread.is_alive()
    assert behind(now=clock.now()) == timedelta(0)


def test_a_lost_connection_is_made_anew(real_house: House) -> None:
    case_id = real_house.open()
    lost = connection.connection
    with suppress(psycopg.OperationalError):
        database.run("SELECT pg_terminate_backend(pg_backend_pid())")
    assert lost.closed
    real_house.record(case_id)
    assert real_house.open_tasks(case_id) == {"review#1"}


def test_a_page_that_falls_behind_is_told_to_look_at_everything() -> None:
    page = live.Subscription(["case:1"])
    page.tell(["case:1"] * (live.MOST_WAITING + 1))
    assert page.next(0) == EVERYTHING
    assert page.next(0) is None
    page.tell(["case:2"])
    assert page.next(0) is None
