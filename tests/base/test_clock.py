"""The one clock: real time in real work, ahead of it in a demonstration."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from shouwen.base import actions, clock

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=30)


@pytest.fixture
def _demo(settings: Settings, db: None) -> None:
    settings.SHOUWEN_DEMO = True
    actions.found_installation(company="示范装饰集团", is_demo=True, at=AT)
    clock.forget()


def _is_about(instant: datetime, expected: datetime) -> bool:
    return abs(instant - expected) < A_MOMENT


def test_real_work_keeps_real_time_without_asking_the_database(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert _is_about(clock.now(), datetime.now(UTC))


@pytest.mark.usefixtures("_demo")
def test_a_day_passes_in_a_demonstration() -> None:
    shown = actions.move_demo_clock(by=timedelta(days=1))
    assert _is_about(shown, datetime.now(UTC) + timedelta(days=1))
    assert _is_about(clock.now(), shown)


@pytest.mark.usefixtures("_demo")
def test_steps_add_up() -> None:
    actions.move_demo_clock(by=timedelta(hours=1))
    actions.move_demo_clock(by=timedelta(hours=2))
    assert _is_about(clock.now(), datetime.now(UTC) + timedelta(hours=3))


@pytest.mark.usefixtures("_demo")
def test_the_database_is_asked_once_in_a_second(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    clock.now()
    with django_assert_num_queries(0):
        for _ in range(100):
            clock.now()


@pytest.mark.usefixtures("_demo")
def test_time_never_goes_back() -> None:
    with pytest.raises(actions.OnlyForwardError, match="forward only"):
        actions.move_demo_clock(by=timedelta(hours=-1))


@pytest.mark.django_db
def test_a_real_database_has_no_time_machine(settings: Settings) -> None:
    settings.SHOUWEN_DEMO = True
    actions.found_installation(company="真实公司", is_demo=False, at=AT)
    with pytest.raises(actions.NotADemonstrationError, match="real"):
        actions.move_demo_clock(by=timedelta(hours=1))
    assert _is_about(clock.now(), datetime.now(UTC))


@pytest.mark.django_db
def test_real_work_never_becomes_a_demonstration() -> None:
    actions.found_installation(company="真实公司", is_demo=False, at=AT)
    with pytest.raises(actions.AlreadyFoundedError, match="真实公司"):
        actions.found_installation(company="示范装饰集团", is_demo=True, at=AT)
