"""Two workers as processes on one database: one is killed in the middle of a sweep, the other does its work, once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from tests.cases.house import HOUR, House
from tests.config.processes import eventually

from shouwen.base import clock
from shouwen.runtime.models import Clock, Ledger, Notice
from shouwen.runtime.verify import verify

pytestmark = pytest.mark.slow
CASES = 12
WITHIN = timedelta(seconds=60)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def url() -> str:
    parts = connection.settings_dict
    host = quote(str(parts["OPTIONS"].get("host") or parts["HOST"]), safe="")
    return f"postgresql://{parts['USER']}@/{parts['NAME']}?host={host}"


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    env = {**os.environ, "DATABASE_URL": url(), "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-m", "django", "shouwen_worker"], env=env, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def missed() -> int:
    return Clock.objects.filter(rule__endswith="record.record", missed_at__isnull=False).count()


def assert_each_fired_once(house: House) -> None:
    """Warned once and missed once: two decisions of each case, no more."""
    decided = Counter(Ledger.objects.filter(kind="TimeReached").values_list("subject", flat=True))
    assert len(decided) == CASES
    assert set(decided.values()) == {2}
    assert Notice.objects.filter(person=house["lee"]).count() == CASES
    assert list(verify()) == []


def test_what_a_killed_worker_had_begun_is_done_again_within_a_minute(real_house: House) -> None:
    at = clock.now() - 2 * HOUR
    for number in range(CASES):
        real_house.open(at, title=f"第{number}件")
    with ExitStack() as stack, psycopg.connect(url()) as other:
        # Whoever sweeps comes as far as writing what it decided, and no further.
        other.execute("LOCK TABLE runtime_notice IN ACCESS EXCLUSIVE MODE")
        first = stack.enter_context(worker())
        with psycopg.connect(url(), autocommit=True) as looking:
            assert eventually(lambda: looking.execute(WAITING).fetchone() == (1,))
        stack.enter_context(worker())
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert missed() == 0
        killed_at = clock.now()
        other.rollback()
        assert eventually(lambda: missed() == CASES)
        assert clock.now() - killed_at < WITHIN
    assert_each_fired_once(real_house)


def test_two_workers_at_once_fire_each_clock_once(real_house: House) -> None:
    at = clock.now() - 2 * HOUR
    with worker(), worker():
        for number in range(CASES):
            real_house.open(at, title=f"第{number}件")
        assert eventually(lambda: missed() == CASES)
    assert_each_fired_once(real_house)
