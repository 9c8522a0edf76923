"""One throw-away PostgreSQL for a run of the tests, no network, and laws of three sizes."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shouwen.config.launch.postgres import THROW_AWAY, Server

settings.register_profile("quick", max_examples=60, deadline=None)
settings.register_profile("full", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("full" if os.environ.get("CI") else "quick")

pytest_plugins = ["tests.rendered_templates"]

FOLDER = "SHOUWEN_TEST_FOLDER"


class Database:
    """The server of this run: started by the process that manages the run, used by all of its workers."""

    server: Server | None = None


def pytest_configure(config: pytest.Config) -> None:
    is_manager = not hasattr(config, "workerinput")
    if is_manager:
        _prepare_folder()
        if getattr(config.option, "numprocesses", None):
            _start_server()
    os.environ["DJANGO_SETTINGS_MODULE"] = "shouwen.config.settings"
    from django.conf import settings as django_settings  # noqa: PLC0415  # the settings read what was set above
    from django.test.signals import template_rendered  # noqa: PLC0415  # as above
    from tests.rendered_templates import note  # noqa: PLC0415  # a plugin of pytest before it is a module

    template_rendered.connect(note)
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end; the collector of garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    if Database.server:
        Database.server.stop()
    shutil.rmtree(os.environ.pop(FOLDER, ""), ignore_errors=True)


def _prepare_folder() -> None:
    folder = Path(tempfile.mkdtemp(prefix="shouwen-test-"))
    # PostgreSQL may run as another user than we do, and has to pass.
    folder.chmod(0o711)
    os.environ[FOLDER] = str(folder)
    os.environ["SHOUWEN_VAR"] = str(folder / "var")
    os.environ["SHOUWEN_POOL"] = "0"
    # A program that a test starts finds what an earlier one compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["SHOUWEN_SECRET_KEY"] = "only for tests " * 4
    if "DATABASE_URL" not in os.environ:
        server = Server(folder / "pg", options=THROW_AWAY)
        os.environ["DATABASE_URL"] = server.url
        Database.server = server


def _start_server() -> None:
    if Database.server and Database.server.pid is None:
        Database.server.start()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Without workers, the server starts with the first test that wants a table."""
    _start_server()


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """A process keeps the clock, the editions, a language and tries to sign in for a moment; the next test has a database of its own."""
    yield
    from django.core.cache import cache  # noqa: PLC0415  # Django is not ready when this file is imported
    from django.utils import translation  # noqa: PLC0415  # as above

    from shouwen.base import clock  # noqa: PLC0415  # as above
    from shouwen.runtime import rulebooks  # noqa: PLC0415

    cache.clear()
    translation.deactivate()
    clock.forget()
    rulebooks.forget()


class NetworkIsClosed(RuntimeError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
            raise NetworkIsClosed(f"no test may connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
