"""Prepares a database in a process of its own, so that the one that watches over the others stays small."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import import_module

from shouwen.config.launch import installation
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
    facts = json.loads(answer)
    return Prepared(**{**facts, "sign_ins": tuple(Way(**way) for way in facts["sign_ins"])})


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
    json.dump(asdict(Prepared(is_demo, has_worker, is_demo and installation.is_empty(), ways)), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
