"""The commands as an operator runs them: verify the ledger, run a worker and stop it."""

import json
import os
import signal
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection
from tests.cases.house import House

from shouwen.config.cli import main
from shouwen.runtime.models import Ledger, WorkerBeat

PATIENCE = 60


def test_verify_says_that_all_is_well(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.open()
    assert main(["ledger", "verify"]) == 0
    assert capsys.readouterr().out == "1 rows of 1 subjects under 0 seals: the ledger is whole.\n"


def test_verify_names_what_was_changed(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    case_id = house.open()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE runtime_ledger DISABLE TRIGGER USER")
    Ledger.objects.filter(subject=case_id).update(edition="OTHER/1")
    assert main(["ledger", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(fault["kind"], fault["subject"], fault["seq"]) for fault in told["faults"]] == [("changed", case_id, 1)]


@pytest.mark.slow
def test_a_worker_works_until_it_is_told_to_stop(real_house: House) -> None:
    parts = connection.settings_dict
    host = quote(str(parts["OPTIONS"].get("host") or parts["HOST"]), safe="")
    url = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={host}"
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "shouwen_worker"],
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stdout is not None
        assert "is at work" in worker.stdout.readline()
        real_house.open()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait(PATIENCE)
        worker.stdout.close()  # type: ignore[union-attr]  # it was given a pipe
    assert WorkerBeat.objects.count() == 0
