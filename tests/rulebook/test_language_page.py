"""The page about the rule language is true: its example loads clean, and it names every finding there is."""

import re
from pathlib import Path

from shouwen.rulebook.check import check
from shouwen.rulebook.load import load
from shouwen.rulebook.load.parts import KINDS

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs/rulebook-language.md").read_text(encoding="utf-8")
SOURCES = REPOSITORY / "src/shouwen/rulebook"
# A finding's name is the first argument of `tell`, of a helper that passes it on, or the code of a Problem.
_TOLD = re.compile(
    r"""(?:tell|anchor)\(\s*"([a-z_]+)"|code="([a-z_]+)"|(?:forbidden|missing)": "([a-z_]+)"|else "(wrong_value)\""""
)


def test_the_example_loads_and_has_nothing_but_notes(tmp_path: Path) -> None:
    example = PAGE.split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "shop.yaml"
    path.write_text(example, encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert [p for p in check(loaded.rulebook, loaded.places) if p.level != "note"] == []


def test_every_finding_is_on_the_page_and_no_other() -> None:
    folders = (SOURCES / "load", SOURCES / "check")
    text = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    told = {name for names in _TOLD.findall(text) for name in names if name}
    told |= {"unheld_post", "wrong_value"}
    table = PAGE.split("## Findings")[1].split("## Other")[0]
    listed = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([a-z_]+)`", line.split("|")[1])
    }
    assert listed == told - {"unknown_parameter"}


def test_every_kind_is_on_the_page() -> None:
    table = PAGE.split("| kind | says")[1].split("## Parts")[0]
    assert set(KINDS) <= set(re.findall(r"`([a-z]+)`", table))
