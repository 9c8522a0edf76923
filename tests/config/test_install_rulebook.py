"""Taking a rulebook into use from the console."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shouwen.base.clock import now
from shouwen.people.actions import found_unit
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rulebooks_are_read_anew() -> None:
    """What the test before installed was taken back with its transaction."""
    rulebooks.forget()


def said(*words: str) -> str:
    out = StringIO()
    call_command("install_rulebook", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_list_tells_what_is_installed() -> None:
    assert "DECOR/2005-08  not installed" in said()
    said("DECOR/2005-08")
    assert "DECOR/2005-08  installed" in said()
    assert "GREEN/2024  not installed" in said()


def test_a_rulebook_is_installed_once() -> None:
    first = said("green/2024")
    assert "Installed GREEN/2024 《绿化客户服务管理制度》, in force from 2024-01-01 in every unit." in first
    assert "客户咨询 (consultation)" in first
    version = rulebooks.edition("GREEN/2024").version
    assert "nothing was changed" in said("GREEN/2024")
    assert rulebooks.edition("GREEN/2024").version == version


def test_it_holds_in_the_units_that_are_named() -> None:
    unit = found_unit(name="青禾园林", code="QH", kind="company", by=None, at=now())
    assert "in 青禾园林." in said("GREEN/2024", "--unit", "QH")
    assert rulebooks.edition("GREEN/2024").units == {str(unit.pk)}
    with pytest.raises(CommandError, match="no unit with the code 'XX'"):
        said("GREEN/2024", "--unit", "XX")


def test_a_faulty_one_is_refused_with_every_reason(tmp_path: Path) -> None:
    (tmp_path / "faulty.yaml").write_text("rulebook: FAULTY\ntitle: 缺\nedition: {id: '1'}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="was not installed") as refused:
        said(str(tmp_path))
    assert "in_force" in str(refused.value)
    assert rulebooks.installed() == ()


def test_a_name_nobody_knows_is_told() -> None:
    with pytest.raises(CommandError, match="DECOR/2005-08"):
        said("NOBODY/1")
