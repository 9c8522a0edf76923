"""Addresses of the browser's files that change when their content does, so that they may be kept for a year."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

BUNDLE = "dist/"


class VersionedStaticFiles(StaticFilesStorage):
    """What was bundled has the content's hash in its name; every other file gets it added to its address."""

    def url(self, name: str | None) -> str:
        if name and name.startswith(BUNDLE):
            return super().url(BUNDLE + bundled(name.removeprefix(BUNDLE)))
        address = super().url(name)
        version = _version(name) if name else ""
        return f"{address}?v={version}" if version else address


def bundled(name: str) -> str:
    """The file that the name stands for in the bundle that was there when this process first asked."""
    return _manifest().get(name, name)


@cache
def _manifest() -> dict[str, str]:
    path = finders.find(f"{BUNDLE}manifest.json")
    if not isinstance(path, str):
        return {}
    return {str(name): str(file) for name, file in json.loads(Path(path).read_text(encoding="utf-8")).items()}


@cache
def _version(name: str) -> str:
    """Read once in a process: the files change with the program only."""
    path = finders.find(name)
    if not isinstance(path, str):
        return ""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]
