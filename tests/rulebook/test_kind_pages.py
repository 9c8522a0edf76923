"""The pages of docs/kinds are what the models and the examples say today."""

import pytest
from tools.kind_pages import FOLDER, pages

from shouwen.rulebook.load.parts import KINDS

PAGES = pages()


def test_every_kind_has_its_page_and_there_is_no_other() -> None:
    assert set(PAGES) == {"README.md", *(f"{kind}.md" for kind in KINDS)}
    assert {path.name for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_says_what_is_so(name: str) -> None:
    """If not: python -m tools.kind_pages."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]
