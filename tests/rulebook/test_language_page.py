"""The page about the rule language is true: its example loads clean, and it names every finding there is."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from shouwen.rulebook.check import check
from shouwen.rulebook.comparing import differences
from shouwen.rulebook.listing import everything
from shouwen.rulebook.load import load
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.model import BLOCKS

FIRST = 10
"""The rules before this one stand in the first example, whose slips are tried by themselves."""
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


def test_the_blocks_load_beside_it_and_have_nothing_but_notes(tmp_path: Path) -> None:
    example, blocks = (part.split("```")[0] for part in PAGE.split("```yaml\n")[1:3])
    path = tmp_path / "shop.yaml"
    path.write_text(example + blocks, encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert {block.kind for block in loaded.rulebook.blocks} == set(BLOCKS)
    assert [p for p in check(loaded.rulebook, loaded.places) if p.level != "note"] == []


def test_the_recipe_is_one_rulebook(tmp_path: Path) -> None:
    recipe = (REPOSITORY / "docs/recipes/write-a-rulebook.md").read_text(encoding="utf-8")
    path = tmp_path / "guide.yaml"
    path.write_text("".join(part.split("```")[0] for part in recipe.split("```yaml\n")[1:]), encoding="utf-8")
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    found = [(p.code, p.where, p.message_en) for p in check(loaded.rulebook, loaded.places) if p.level != "note"]
    assert found == []


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _spoil(value: Any, place: tuple[Any, ...], instead: object) -> Any:
    spoiled = deepcopy(value)
    around = spoiled
    for key in place[:-1]:
        around = around[key]
    if instead is None:
        del around[place[-1]]
    else:
        around[place[-1]] = instead
    return spoiled


def test_no_slip_in_the_example_escapes_as_an_exception(tmp_path: Path) -> None:
    """Each part in turn left out or replaced by something else: loading and checking find words for all of it."""
    _spoil_all(PAGE.split("```yaml\n")[1].split("```")[0], tmp_path)


def test_no_slip_in_a_block_escapes_as_an_exception(tmp_path: Path) -> None:
    """The same for the blocks; what still loads can also be listed and compared."""
    whole = "".join(part.split("```")[0] for part in PAGE.split("```yaml\n")[1:3])
    _spoil_all(whole, tmp_path, only="rules")


def _spoil_all(text: str, tmp_path: Path, only: str | None = None) -> None:
    example = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # text only
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    whole = load(path).rulebook
    assert whole is not None
    slips = cycle((None, "", "x", ["x"], {"x": "y"}, {"value": ""}))
    places = [
        place for place in _places(example) if only is None or (place[0] == only and place[1:] and place[1] > FIRST)
    ]
    for place, instead in zip(places if only is None else places[::3], slips, strict=False):
        spoiled = _spoil(example, place, instead)
        path.write_text(yaml.safe_dump(spoiled, allow_unicode=True, sort_keys=False), encoding="utf-8")
        loaded = load(path)
        found = loaded.problems
        if loaded.rulebook is not None:
            found += check(loaded.rulebook, loaded.places)
            assert list(everything(loaded.rulebook)), place
            assert all(differences(whole, loaded.rulebook)), place
        assert all(problem.message and problem.message_en for problem in found), place


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
    table = PAGE.split("| kind | says")[1:]
    assert set(KINDS) <= set(re.findall(r"`([a-z]+)`", "".join(table).split("## Parts")[0]))
