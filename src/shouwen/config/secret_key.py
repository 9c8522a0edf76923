"""The key that signs sessions and links: made once for an installation and kept beside its data."""

import contextlib
import os
import secrets
from pathlib import Path


def read_or_make(path: Path) -> str:
    """The key in the file; a new one is written there, readable by its owner only, when there is none."""
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    # Two processes may start at once: a hard link lets exactly one of their keys win.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
