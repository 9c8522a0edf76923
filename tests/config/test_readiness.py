"""A second start takes the first one's word only for the same program on the same tables."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from shouwen.base.actions import found_installation, note_prepared
from shouwen.base.clock import now
from shouwen.config.launch import readiness

pytestmark = pytest.mark.django_db
ANSWER = {"is_demo": True, "has_worker": True, "is_empty": False, "sign_ins": []}


@pytest.fixture
def opened() -> readiness.Connection:
    """The database of the test, as the launcher sees it: without Django."""
    found_installation(company="示范公司", is_demo=True, at=now())
    connection.ensure_connection()
    raw: readiness.Connection = connection.connection
    note_prepared(mark=readiness.mark(raw), answer=ANSWER)
    return raw


def known(opened: readiness.Connection) -> dict[str, Any] | None:
    return readiness.answer_in(opened, demo=True)


def test_nothing_changed_and_nothing_is_asked(opened: readiness.Connection) -> None:
    assert known(opened) == ANSWER


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE analytics_importrun CASCADE",
        "ALTER TABLE base_user DROP COLUMN language",
        "DELETE FROM django_migrations WHERE app = 'runtime' AND name LIKE '0002%'",
        "DROP TRIGGER {trigger} ON {table}",
        "UPDATE base_installation SET prepared = '{{}}'",
        "DELETE FROM base_installation",
        "ALTER TABLE base_installation DROP COLUMN prepared",
        "DROP TABLE base_installation",
    ],
)
def test_whatever_is_otherwise_takes_the_long_way(opened: readiness.Connection, change: str) -> None:
    found = opened.execute(
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'runtime%'"
    ).fetchone()
    assert found is not None
    opened.execute(change.format(trigger=found[0], table=found[1]).encode())
    assert known(opened) is None


@pytest.mark.parametrize("name", ["migrations/0099_more.py", "rulebooks/decor/2005-08/more.yaml"])
def test_a_new_file_of_the_program_takes_the_long_way(
    opened: readiness.Connection, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied() -> Path:
        for file in ("base/migrations/0001_user_installation_clock.py", "rulebooks/decor/2005-08/header.yaml"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes((readiness.PACKAGE / file).read_bytes())
        return tmp_path

    monkeypatch.setattr(readiness, "PACKAGE", copied())
    note_prepared(mark=readiness.mark(opened), answer=ANSWER)
    assert known(opened) == ANSWER
    (tmp_path / (f"base/{name}" if name.startswith("migrations") else name)).write_text("more: 1\n")
    assert known(opened) is None


def test_a_changed_rulebook_takes_the_long_way(
    opened: readiness.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = tmp_path / "rulebooks" / "green" / "2024" / "header.yaml"
    header.parent.mkdir(parents=True)
    header.write_text("title: 投诉\n")
    monkeypatch.setattr(readiness, "PACKAGE", tmp_path)
    note_prepared(mark=readiness.mark(opened), answer=ANSWER)
    header.write_text("title: 咨询\n")
    assert known(opened) is None


def test_real_work_is_never_answered_for_as_a_demonstration() -> None:
    found_installation(company="安居装饰", is_demo=False, at=now())
    connection.ensure_connection()
    raw: readiness.Connection = connection.connection
    note_prepared(mark=readiness.mark(raw), answer={**ANSWER, "is_demo": False})
    assert readiness.answer_in(raw, demo=True) is None
    assert readiness.answer_in(raw, demo=False) is not None
