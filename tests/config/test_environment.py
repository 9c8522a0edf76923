"""Settings: typed where they are read, and a wrong one is told in a sentence an operator can act on."""

from pathlib import Path

import pytest

from shouwen.config.environment import Environment, SettingIsWrong
from shouwen.config.launch import serve


def test_a_secret_comes_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "密钥"
    file.write_text("s3cret\n", encoding="utf-8")
    assert Environment({"KEY_FILE": str(file), "KEY": "not this"}).text("KEY") == "s3cret"


def test_a_missing_secret_file_is_named() -> None:
    with pytest.raises(SettingIsWrong, match="KEY_FILE names /no/such/file"):
        Environment({"KEY_FILE": "/no/such/file"}).text("KEY")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_flags(text: str, value: bool) -> None:  # noqa: FBT001  # a table of cases
    assert Environment({"ON": text}).flag("ON") is value


def test_a_flag_that_is_neither() -> None:
    with pytest.raises(SettingIsWrong, match="ON is 'maybe': give 1 or 0"):
        Environment({"ON": "maybe"}).flag("ON")


@pytest.mark.parametrize("text", ["ten", "0", "70000", "1.5"])
def test_numbers_keep_to_their_bounds(text: str) -> None:
    with pytest.raises(SettingIsWrong, match="from 1 to 65535"):
        Environment({"PORT": text}).number("PORT", 25, least=1, most=65535)


@pytest.mark.parametrize("text", ["abc", "-0.1", "1.5", "nan", "inf"])
def test_a_share_of_the_demonstration_lies_between_none_and_all(text: str) -> None:
    with pytest.raises(SettingIsWrong, match=r"SHOUWEN_DEMO_SHARE is .* from 0 to 1"):
        Environment({"SHOUWEN_DEMO_SHARE": text}).demo_share()
    assert Environment({"SHOUWEN_DEMO_SHARE": "0.2"}).demo_share() == 0.2
    assert Environment({}).demo_share() == 1


def test_a_wrong_share_stops_the_start_of_any_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_DEMO_SHARE", "abc")
    with pytest.raises(SettingIsWrong, match="SHOUWEN_DEMO_SHARE"):
        serve.main(["--port", "0"], demo=True)


def test_a_path_is_absolute() -> None:
    with pytest.raises(SettingIsWrong, match="starts with /"):
        Environment({"VAR": "var"}).path("VAR", Path("/x"))


def test_words_are_split_and_trimmed() -> None:
    assert Environment({"HOSTS": "a.example, b.example,"}).words("HOSTS") == ["a.example", "b.example"]


def test_a_database_address() -> None:
    url = "postgresql://kefu:p%40ss@db.example:5433/shou%20wen?sslmode=require"
    assert Environment({"DB": url}).database("DB") == {
        "NAME": "shou wen",
        "USER": "kefu",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_behind_a_socket() -> None:
    parts = Environment({"DB": "postgresql://shouwen@/shouwen?host=%2Ftmp%2F%E9%A6%96%E9%97%AE"}).database("DB")
    assert (parts["HOST"], parts["USER"], parts["OPTIONS"]) == ("/tmp/首问", "shouwen", {})


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "postgresql://u:secret@h", "postgresql://u:secret@h:x/d"])
def test_a_wrong_database_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingIsWrong, match="DB") as told:
        Environment({"DB": url}).database("DB")
    assert "secret" not in str(told.value)
