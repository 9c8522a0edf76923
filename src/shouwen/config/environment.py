"""Reads the settings an operator gives, and says in one sentence what is wrong with one."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

Value = TypeVar("Value")

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})


class SettingIsWrong(Exception):
    """A setting of the environment that cannot be used; the message is for the operator."""


class Environment:
    """Variables by name; each may come from a file instead, named by the variable NAME_FILE."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        path = self._variables.get(f"{name}_FILE")
        if path:
            return self._from_file(name, Path(path))
        return self._variables.get(name, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        return self._read(name, default, _flag, "give 1 or 0")

    def number(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        def read(text: str) -> int:
            value = int(text)
            if not least <= value <= most:
                raise ValueError
            return value

        return self._read(name, default, read, f"give a whole number from {least} to {most}")

    def demo_share(self) -> float:
        """How many of its cases a new demonstration gets."""

        def read(text: str) -> float:
            value = float(text)
            # Neither "nan" nor "inf" lies between the two.
            if not 0 <= value <= 1:
                raise ValueError
            return value

        return self._read("SHOUWEN_DEMO_SHARE", 1.0, read, "give a number from 0 to 1, such as 0.2")

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        text = self.text(name)
        return [word.strip() for word in text.split(",") if word.strip()] if text else list(default)

    def path(self, name: str, default: Path) -> Path:
        return self._read(name, default, _absolute, "give a path that starts with /")

    def database(self, name: str) -> dict[str, object]:
        """The parts of a postgresql:// address as Django wants them, or nothing."""
        text = self.text(name)
        return _database(name, text) if text else {}

    def _from_file(self, name: str, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingIsWrong(
                f"{name}_FILE names {path}, which cannot be read ({error}): correct the path or its rights."
            ) from error

    def _read(self, name: str, default: Value, read: Callable[[str], Value], advice: str) -> Value:
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            raise SettingIsWrong(f"{name} is '{text}': {advice}.") from error


def _flag(text: str) -> bool:
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise ValueError


def _absolute(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute():
        raise ValueError
    return path


def _database(name: str, text: str) -> dict[str, object]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise SettingIsWrong(f"{name} cannot be read as an address ({error}).") from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        # The address may hold a password, so it is not repeated.
        raise SettingIsWrong(f"{name} must look like postgresql://user:password@host:5432/database.")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }
