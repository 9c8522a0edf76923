"""The rail shows where one is: at a place itself, or on a page within it."""

import re

import pytest
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

pytestmark = pytest.mark.django_db
MARKED = re.compile(r'data-place="(\w+)" aria-current="(\w+)"')


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", [("tasks", "page")]),
        ("/cases/new/", [("new", "page")]),
        ("/cases/{case}/", [("cases", "true")]),
        ("/customers/new/", [("customers", "true")]),
        ("/rulebooks/", [("rulebook", "page")]),
        ("/rulebooks/DESK/1/read/", [("rulebook", "true")]),
        ("/calendar/", [("rulebook", "true")]),
        ("/notices/", []),
    ],
)
def test_one_place_is_marked(house: House, path: str, marked: list[tuple[str, str]]) -> None:
    shown = text_of(signed_in("alice").get(path.format(case=recent(house))))
    assert MARKED.findall(shown) == marked
