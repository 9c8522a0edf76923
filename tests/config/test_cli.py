"""The program shouwen: help, refusals, and pure commands that never wait for Django."""

import json
import subprocess
import sys

import pytest

from shouwen.config import cli

TRACE = {
    "calendar": {"timezone": "Asia/Shanghai", "week": {"mon": [["09:00", "18:00"]]}, "days": {}},
    "limit": {"within": "PT1H"},
    "from": "2026-03-02T09:30:00+08:00",
    "events": [],
    "at": "2026-03-02T10:00:00+08:00",
}


def test_help_lists_commands_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "clock trace" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_the_first_word_of_some_commands_lists_those(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rulebook", word]) == 0
    told = capsys.readouterr()
    assert "  rulebook check" in told.out
    assert "clock trace" not in told.out
    assert told.err == ""


@pytest.mark.parametrize("argv", [[], ["no", "such"], ["clock"], ["nonsense", "--help"]])
def test_what_is_no_command_gets_help_on_standard_error(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(argv) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Commands:" in told.err


def test_every_command_says_what_it_does() -> None:
    silent = [entry.words for entry in cli.COMMANDS if entry.is_present() and not cli._first_sentence(entry)]
    assert silent == []


def test_a_pure_command_reads_and_writes_streams_and_loads_no_django() -> None:
    program = (
        "import sys; from shouwen.config.cli import main; code = main(['clock', 'trace', '-']); "
        "assert not [name for name in sys.modules if name.startswith(('django', 'psycopg'))]; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(TRACE), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["state"] == "running"
    assert done.stderr == ""


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """As with `| head -1`: the reading end is closed before the first word is written."""
    process = subprocess.Popen(
        [sys.executable, "-m", "shouwen.config.cli", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), complaint) == (0, b"")
