"""A small file that would be read for ever, or that nobody could read at all, is told with its line."""

import json
from pathlib import Path

import pytest

from shouwen.config.cli import main
from shouwen.rulebook.load import load_texts
from shouwen.rulebook.load.compose import DEEPEST, MOST_NODES
from shouwen.rulebook.writing import CannotWrite, spots

UNFOLDING = "".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11)]
)
HEADER = "rulebook: T\ntitle: 试验\nedition: {id: '1', in_force: 2026-01-01}\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[" * 100_000, 1, f"{DEEPEST} levels"),
        ("- " * 100_000, 1, f"{DEEPEST} levels"),
        ("{a: " * 100_000, 1, f"{DEEPEST} levels"),
        (f"{HEADER}words: {'[' * 70}{']' * 70}\n", 4, f"{DEEPEST} levels"),
        (f"a: &a {'[' * 50}{']' * 50}\nb: {'[' * 20}*a{']' * 20}\n", 2, f"{DEEPEST} levels"),
        (UNFOLDING, 6, f"more than {MOST_NODES} entries"),
        (f"{HEADER}words: &w {{prompt: *w}}\n", 4, "points to the part it stands in"),
    ],
)
def test_what_cannot_be_read_within_bounds_is_told_with_its_line(text: str, line: int, said: str) -> None:
    (problem,) = [one for one in load_texts({"a.yaml": HEADER, "b.yaml": text}).problems if one.place]
    assert problem.code == "yaml_too_much"
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == ("b.yaml", line)
    assert said in problem.message_en
    with pytest.raises(CannotWrite, match=f"Line {line}: "):
        spots(text)


def test_aliases_and_depth_within_bounds_are_read_as_before() -> None:
    shared = f"{HEADER}words: {{prompt: &two {{value: 2h}}, soon: *two}}\n"
    loaded = load_texts({"a.yaml": shared})
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert loaded.rulebook.header.words["soon"].value == "2h"
    deep = f"{'[' * (DEEPEST - 1)}{']' * (DEEPEST - 1)}\n"
    assert "yaml_too_much" not in [one.code for one in load_texts({"a.yaml": HEADER, "b.yaml": deep}).problems]
    unknown = load_texts({"a.yaml": f"{HEADER}words: *nothing\n"})
    assert "yaml_syntax" in [one.code for one in unknown.problems]


@pytest.mark.parametrize("text", ["[" * 100_000, UNFOLDING])
def test_the_command_refuses_it_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    assert main(["rulebook", "check", str(bad), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert ("yaml_too_much", "bad.yaml") in [(one["code"], one["file"]) for one in told]
