"""What was compiled once is taken from its file by the next process, and made anew when it cannot be what it was."""

from pathlib import Path
from typing import Any

import pytest

from shouwen.engine.compile import compile_rulebook
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.load.parameters import parameters
from shouwen.runtime import compiled


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def _read(name: str) -> compiled.Read:
    path = next(path for book, _, path in shipped() if book == name)
    loaded = load(path)
    assert loaded.rulebook is not None
    return loaded.rulebook, compile_rulebook(loaded.rulebook), parameters(loaded.rulebook, loaded.places)


@pytest.mark.parametrize("name", sorted({book for book, _, _ in shipped()}))
def test_it_comes_back_as_it_was(name: str) -> None:
    made = _read(name)
    compiled.keep(name, "one", made)
    assert compiled.recall(name, "one") == made


def test_another_text_another_figure_or_another_program_is_another_print() -> None:
    prints = {compiled.fingerprint(text, figures) for text in ("a", "b") for figures in ("{}", '{"x":"3d"}')}
    assert len(prints) == 4
    assert compiled.recall("DECOR/2005-08", prints.pop()) is None


def test_what_cannot_be_read_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    compiled.keep("X/1", "one", _read("messages"))
    (file,) = (tmp_path / "compiled").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert compiled.recall("X/1", "one") is None
    assert "made anew" in caplog.text


def test_only_the_newest_of_an_edition_stays(tmp_path: Path) -> None:
    made = _read("messages")
    for print_ in ("one", "two"):
        compiled.keep("X/1", print_, made)
    assert [file.name for file in (tmp_path / "compiled").iterdir()] == ["X-1@two"]


def test_a_folder_that_takes_nothing_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "compiled").write_text("in the way", encoding="utf-8")
    compiled.keep("X/1", "one", _read("messages"))
    assert "could not be kept" in caplog.text
