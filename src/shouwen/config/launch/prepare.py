"""Prepares a database in a process of its own, so that the one that watches over the others stays small."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from shouwen.config.environment import Environment
from shouwen.config.launch import installation, readiness
from shouwen.config.launch.process import CannotStart, start
from shouwen.config.launch.terminal import say

WORKER_COMMAND = "shouwen_worker"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to sign in to a demonstration."""

    role: str
    username: str
    password: str
    company: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the launcher needs to know of the installation it is about to serve."""

    is_demo: bool
    has_worker: bool
    is_empty: bool
    """A demonstration without its company."""
    sign_ins: tuple[Way, ...]


def prepare(*, demo: bool, empty: bool = False) -> Prepared:
    """Tables, founding and demonstration company are there when this returns."""
    # A company may come into an empty demonstration at any time: that one is looked at.
    known = None if empty else readiness.answer_of(Environment().text("DATABASE_URL"), demo=demo)
    if known is not None and not known["is_empty"]:
        return _prepared(known)
    return _prepared(_prepare_anew(demo=demo, empty=empty))


def _prepared(facts: dict[str, Any]) -> Prepared:
    return Prepared(**{**facts, "sign_ins": tuple(Way(**way) for way in facts["sign_ins"])})


def _prepare_anew(*, demo: bool, empty: bool) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "shouwen.config.launch.prepare",
        *(["--demo"] if demo else []),
        *(["--empty"] if empty else []),
    ]
    process = start(command, answer=True)
    try:
        answer, _ = process.communicate()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.returncode != 0:
        raise CannotStart("the database could not be prepared, for the reason above.")
    facts: dict[str, Any] = json.loads(answer)
    return facts


def main(argv: Sequence[str]) -> int:
    demo = "--demo" in argv
    try:
        installation.start_django(demo=True if demo else None)
        installation.migrate()
        installation.found(demo=demo)
        if demo:
            installation.build_demonstration(empty="--empty" in argv)
    except CannotStart as error:
        say(f"run: {error}")
        return 1
    is_demo = installation.is_demonstration()
    has_worker = WORKER_COMMAND in import_module("django.core.management").get_commands()
    listed = installation.sign_ins() if is_demo else []
    ways = tuple(Way(way.role, way.username, way.password, way.company) for way in listed)
    answer = asdict(Prepared(is_demo, has_worker, is_demo and installation.is_empty(), ways))
    installation.note_prepared(answer)
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
