"""Editions as they were read and compiled before: a process that starts takes them from a file instead of reading the text anew."""

import logging
import pickle
import sys
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

import pydantic
from django.conf import settings

import shouwen
from shouwen.engine.plan import Compiled
from shouwen.rulebook.load.parameters import Parameter
from shouwen.rulebook.model import Rulebook

log = logging.getLogger(__name__)

FOLDER = "compiled"
# What a rulebook becomes depends on these parts of the program.
PARTS = ("rulebook", "engine")
Read = tuple[Rulebook, Compiled, tuple[Parameter, ...]]


def fingerprint(content: str, confirmed: str) -> str:
    """Of the text, of what was confirmed, and of the program that reads them."""
    return sha256(f"{content}\0{confirmed}\0{_program()}".encode()).hexdigest()


def recall(key: str, print_: str) -> Read | None:
    """What a process of the same program made of the same text; None when there is nothing, or nothing that can be read."""
    try:
        # The folder is the installation's own, as its code and its keys are: whoever may write there needs no file of ours.
        found: Read = pickle.loads(_file(key, print_).read_bytes())  # noqa: S301
    except FileNotFoundError:
        return None
    except Exception:
        log.warning("what was compiled of %s could not be read; it is made anew", key, exc_info=True)
        return None
    return found


def keep(key: str, print_: str, read: Read) -> None:
    """For the next process; what was made of an older text or by an older program goes. A full disk is no reason to stop."""
    file = _file(key, print_)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".new", delete=False) as new:
            new.write(pickle.dumps(read, protocol=pickle.HIGHEST_PROTOCOL))
        Path(new.name).replace(file)
        for old in file.parent.glob(f"{_stem(key)}@*"):
            if old != file:
                old.unlink(missing_ok=True)
    except OSError:
        log.warning("what was compiled of %s could not be kept", key, exc_info=True)


def _file(key: str, print_: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / f"{_stem(key)}@{print_}"


def _stem(key: str) -> str:
    return key.replace("/", "-")


@cache
def _program() -> str:
    """Read once in a process: it runs the code that it has loaded."""
    digest = sha256(f"{sys.version}\0{pydantic.VERSION}".encode())
    here = Path(shouwen.__file__).parent
    for part in PARTS:
        for file in sorted((here / part).rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()
