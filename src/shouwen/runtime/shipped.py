"""The editions that came with the program."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Shipped:
    """One edition, by what its first page says."""

    key: str
    title: str
    in_force: date
    folder: Path


def shipped() -> dict[str, Shipped]:
    """By key; only first pages are read."""
    home = Path(settings.PACKAGE_DIR) / "rulebooks"
    found = (_shipped(header) for header in sorted(home.glob("*/*/header.yaml")))
    return {each.key: each for each in found}


def _shipped(header: Path) -> Shipped:
    folder = header.parent
    said = yaml.load(header.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # makes texts only
    return Shipped(
        key=f"{folder.parent.name.upper()}/{folder.name}",
        title=said["title"],
        in_force=date.fromisoformat(said["edition"]["in_force"]),
        folder=folder,
    )
