"""Brings a database up to this program and finds out whose it is."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import django
import psycopg

from shouwen.config.environment import Environment
from shouwen.config.launch import readiness
from shouwen.config.launch.process import CannotStart
from shouwen.config.launch.terminal import say

DEMO = "shouwen.config.demo"


class SignIn(Protocol):
    """One way to sign in to a demonstration."""

    role: str
    username: str
    password: str
    company: str


def start_django(*, demo: bool | None = None) -> None:
    """Reads the settings and loads the parts; the demonstration's clock counts where the database says it is one."""
    is_demo = is_demonstration() if demo is None else demo
    os.environ["SHOUWEN_DEMO"] = "1" if is_demo else "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.config.settings")
    django.setup()


def is_demonstration() -> bool:
    """Asked before Django is there, of a database that may still be empty."""
    with psycopg.connect(Environment().text("DATABASE_URL")) as connection:
        if connection.execute("SELECT to_regclass('base_installation')").fetchone() == (None,):
            return False
        return connection.execute("SELECT 1 FROM base_installation WHERE is_demo").fetchone() is not None


def migrate() -> None:
    """Applies what is missing; a database already at this version costs one look."""
    # Django is ready only now.
    connection = import_module("django.db").connection
    executor = import_module("django.db.migrations.executor").MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Setting up the tables ({len(plan)} steps) …")
        import_module("django.core.management").call_command("migrate", interactive=False, verbosity=0)


def found(*, demo: bool) -> None:
    """A new database is founded once, as a demonstration or for real work, and stays so."""
    actions = import_module("shouwen.base.actions")
    queries = import_module("shouwen.base.queries")
    clock = import_module("shouwen.base.clock")
    if queries.is_founded():
        if demo and not queries.installation().is_demo:
            raise CannotStart(
                "This database holds real work, and a demonstration never enters it: "
                "give ./run demo a folder of its own with SHOUWEN_VAR, or start this installation with ./run serve."
            )
        return
    company = "示范公司" if demo else ""
    actions.found_installation(company=company, is_demo=demo, at=clock.now())


def build_demonstration(*, empty: bool = False) -> None:
    """The demonstration company, made once; an empty one has its administrator alone."""
    build = _offered("prepare_empty" if empty else "build")
    if build is None:
        return
    try:
        build(say=say)
    except import_module(DEMO).AlreadyFilledError as error:
        raise CannotStart(str(error)) from error


def is_empty() -> bool:
    """Whether the demonstration has no company at all."""
    return not import_module("shouwen.people.queries").all_units()


def note_prepared(answer: Mapping[str, object]) -> None:
    """So that the next start of the same program on the same tables need not ask."""
    mark = readiness.mark_of(Environment().text("DATABASE_URL"))
    import_module("shouwen.base.actions").note_prepared(mark=mark, answer=answer)


def sign_ins() -> list[SignIn]:
    """Who can sign in to the demonstration, by role."""
    listed = _offered("sign_ins")
    return list(listed()) if listed else []


def _offered(name: str) -> Callable[..., list[SignIn]] | None:
    if find_spec(DEMO) is None:
        return None
    return getattr(import_module(DEMO), name, None)
