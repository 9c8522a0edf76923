"""The last seal goes outside, and the ledger is compared with what was sent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from tests.cases.house import AT, HOUR, House

from shouwen.config.cli import main
from shouwen.runtime import outbox, seals
from shouwen.runtime.anchors import anchor, read_seals
from shouwen.runtime.models import Outbox

WHO = ["audit@example.com", "head@example.org"]


@pytest.fixture
def sent(real_house: House, settings: Any, tmp_path: Path) -> Path:
    """Two addresses and a file; one seal has gone to each."""
    path = tmp_path / "elsewhere" / "seals.txt"
    settings.SEAL_MAIL, settings.SEAL_FILE = WHO, path
    real_house.to_handling(real_house.open())
    seals.seal(at=AT)
    assert anchor(AT) == 3
    outbox.send_waiting(now=AT)
    return path


def another(house: House, ahead: timedelta) -> int:
    house.open()
    seals.seal(at=AT + ahead)
    return anchor(AT + ahead)


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        for table in ("runtime_ledger", "runtime_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_everybody_gets_the_same_line(sent: Path) -> None:
    (kept,) = sent.read_text().splitlines()
    letters = {letter.to[0]: letter.body for letter in mail.outbox if letter.to[0] in WHO}
    assert sorted(letters) == WHO
    for body in letters.values():
        assert kept in body


def test_one_seal_an_hour_and_none_while_nothing_happens(sent: Path, real_house: House) -> None:
    assert anchor(AT + 2 * HOUR) == 0
    assert another(real_house, HOUR / 2) == 0
    assert anchor(AT + HOUR) == 3
    assert anchor(AT + HOUR) == 0
    outbox.send_waiting(now=AT + HOUR)
    assert len(sent.read_text().splitlines()) == 2


def test_without_a_place_nothing_is_sent(real_house: House) -> None:
    real_house.open()
    seals.seal(at=AT)
    assert anchor(AT) == 0
    assert not Outbox.objects.filter(dedupe_key__startswith="seal:").exists()


def test_a_file_that_cannot_be_written_is_tried_again(sent: Path, real_house: House) -> None:
    sent.unlink()
    sent.mkdir()
    another(real_house, 2 * HOUR)
    outbox.send_waiting(now=AT + 2 * HOUR)
    assert "IsADirectoryError" in Outbox.objects.get(channel="seal-file", state="waiting").last_error


def test_a_whole_ledger_agrees_with_file_and_letter(
    sent: Path, real_house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    another(real_house, HOUR)
    letter = tmp_path / "letter.txt"
    # As a mail program may wrap it.
    letter.write_text(str(mail.outbox[-1].body).replace(" ", "\n"))
    assert main(["ledger", "verify", "--seal", str(sent), "--seal", str(letter)]) == 0
    assert "against 1 seals from outside: the ledger is whole" in capsys.readouterr().out


def test_a_past_that_was_forged_whole_disagrees(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything inside fits again: only what is outside tells."""
    tamper("DELETE FROM runtime_seal")
    tamper("UPDATE runtime_ledger SET id = id + 1000 WHERE id = (SELECT max(id) FROM runtime_ledger)")
    seals.seal(at=AT)
    assert main(["ledger", "verify"]) == 0
    assert main(["ledger", "verify", "--seal", str(sent)]) == 1
    assert "is not in this ledger" in capsys.readouterr().out


def test_another_seal_under_the_same_number_disagrees(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE runtime_seal SET hash = decode(repeat('ab', 32), 'hex')")
    assert main(["ledger", "verify", "--seal", str(sent)]) == 1
    assert "was rewritten" in capsys.readouterr().out


def test_a_line_that_somebody_made_up_proves_nothing(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (seal,) = read_seals(sent.read_text())
    sent.write_text(seal.line().replace(seal.hash.hex(), "00" * 32))
    assert main(["ledger", "verify", "--seal", str(sent)]) == 1
    assert "not signed by this installation" in capsys.readouterr().out


def test_a_file_without_a_seal_is_refused(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent.write_text("您好")
    assert main(["ledger", "verify", "--seal", str(sent)]) == 2
    assert "no line that begins with SHOUWEN-SEAL" in capsys.readouterr().err
