"""The command `shouwen clock trace`: an answer on standard output, or a sentence on standard error, never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.config.cli import main

ROOT = Path(__file__).parents[2]
GOOD: dict[str, Any] = {
    "calendar": {
        "timezone": "Asia/Shanghai",
        "week": {"mon": [["09:00", "12:00"], ["13:00", "18:00"]], "fri": [["22:00", "06:00"]]},
        "days": {"2026-10-01": [], "2026-10-10": [["09:00", "18:00"]]},
    },
    "limit": {"within": "PT4H"},
    "from": "2026-06-08T10:00:00+08:00",
    "events": [
        {"at": "2026-06-08T11:00:00+08:00", "type": "pause"},
        {"at": "2026-06-08T14:00:00+08:00", "type": "resume"},
    ],
    "at": "2026-06-08T15:00:00+08:00",
}
ANSWER = {
    "due": "2026-06-08T17:00:00+08:00",
    "used_seconds": 7200,
    "remaining_seconds": 7200,
    "state": "running",
    "late_seconds": 0,
}


def run(path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    path.write_bytes(content)
    code = main(["clock", "trace", str(path)])
    out, err = capsys.readouterr()
    return code, out, err


def test_one_clock_and_a_list_of_clocks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(tmp_path / "clock.json", json.dumps(GOOD).encode(), capsys)
    assert (code, json.loads(out), err) == (0, ANSWER, "")
    code, out, err = run(tmp_path / "clock.json", json.dumps([GOOD, GOOD]).encode("utf-8-sig"), capsys)
    assert (code, json.loads(out), err) == (0, [ANSWER, ANSWER], "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": {"within": "P999999999D"}},
        {"limit": {"within": "PT9999999H"}},
        {"from": "2026-06-08T10:00:00"},
        {"at": "0001-01-01T00:00:00+08:00"},
    ],
)
def test_a_refusal_is_one_sentence_with_one_full_stop(
    wrong: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(tmp_path / "clock.json", json.dumps({**GOOD, **wrong}).encode(), capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.endswith(".\n")
    assert ".." not in err


@pytest.mark.parametrize(("content", "code"), [(json.dumps(GOOD), 0), ("{", 2)])
def test_standard_input(content: str, code: int) -> None:
    command = [sys.executable, "-m", "shouwen.config.cli", "clock", "trace", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, input=content, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == code
    if code == 0:
        assert (json.loads(done.stdout), done.stderr) == (ANSWER, "")
    else:
        assert done.stdout == ""
        assert done.stderr.startswith("shouwen clock trace: standard input is not JSON: ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not JSON: Expecting value at line 1, column 1."),
        (b'{"at": ', "is not JSON"),
        (b"\xff\xfe", "is not UTF-8 text."),
        (b"[" * 100_000, "is nested too deep."),
        (b"9" * 5000, "is not JSON"),
        (b'{"at": "x", "at": "y"}', "at: written twice in one object."),
        (b'{"\\ud800": 1}', "unknown key"),
    ],
)
def test_what_cannot_be_read_is_refused(
    content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(tmp_path / "clock.json", content, capsys)
    assert (code, out) == (2, "")
    assert err.startswith("shouwen clock trace: ")
    assert sentence in err


def test_a_list_with_bad_clocks_answers_the_others_and_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = {**GOOD, "calendar": {"timezone": "Asia/Shanghai", "week": {"mon": [["09:00", "09:00"]]}}}
    code, out, err = run(tmp_path / "clock.json", json.dumps([GOOD, bad, GOOD, {"\ud800": 1}]).encode(), capsys)
    assert code == 2
    first, second, third, fourth = json.loads(out)
    assert first == third == ANSWER
    assert second == {"error": "calendar.week.mon[0]: the window 09:00-09:00 has no length"}
    assert set(fourth) == {"error"}
    lines = err.splitlines()
    assert lines[0] == "shouwen clock trace: [1]: calendar.week.mon[0]: the window 09:00-09:00 has no length."
    assert lines[1].startswith("shouwen clock trace: [3]: ")
    assert len(lines) == 2


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clock", "trace", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.endswith("none.json cannot be read: No such file or directory.\n")
    assert main(["clock", "trace", str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("cannot be read: Is a directory.\n")


def test_the_help_says_how_days_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["clock", "trace", "--help"])
    assert ended.value.code == 0
    assert "P1D is 24 open hours" in capsys.readouterr().out


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from places(entry, (*path, key))


def put(value: Any, path: tuple[str | int, ...], new: object) -> Any:
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], new)
    return copy


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
# Texts that nearly are what is asked for reach further than noise does.
near = st.sampled_from(
    ["00:00", "24:00", "23:59", "06:00", "2026-06-08", "2026-06-08T10:00:00+08:00", "9999-12-31T23:59:59-12:00",
     "0001-01-01T00:00:00+14:00", "2300-12-31T23:00:00Z", "PT0S", "P1D", "PT99999999H", "0 days", "100 years",
     "400 months", "25000 working days", "1000000 working hours", "UTC", "America/New_York", "Etc/GMT+12", "posixrules",
     "resume", "pause", "stop", []]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 200), near | anything), min_size=1, max_size=3))
def test_any_json_is_answered_or_refused(
    changes: list[tuple[int, object]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written: Any = GOOD
    for index, new in changes:
        paths = list(places(written))
        written = put(written, paths[index % len(paths)], new)
    code, out, err = run(tmp_path / "clock.json", json.dumps(written).encode(), capsys)
    answers = json.loads(out) if out else []
    listed = answers if isinstance(answers, list) else [answers]
    bad = [answer for answer in listed if "error" in answer] if out else [{"error": err}]
    assert (code, err.count("\n")) == (2 if bad else 0, len(bad))
    assert all(line.startswith("shouwen clock trace: ") for line in err.splitlines())
    for answer in [answer for answer in listed if answer not in bad]:
        assert set(answer) == set(ANSWER)
        assert min(answer[key] for key in ("used_seconds", "remaining_seconds", "late_seconds")) >= 0
        assert answer["state"] in {"running", "paused", "met", "breached"}
