"""The tour tells one complaint to its archive, and says so when it cannot."""

import pytest
from django.utils import translation

from shouwen.base.actions import found_installation
from shouwen.base.clock import now
from shouwen.config import tour
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rulebooks_are_read_anew() -> None:
    """What the test before installed was taken back with its transaction."""
    rulebooks.forget()


def test_one_complaint_is_told_from_the_call_to_the_archive(capsys: pytest.CaptureFixture[str]) -> None:
    # Whoever looked at a page before may have read English.
    with translation.override("en"):
        assert tour.main([]) == 0
    told = capsys.readouterr().out
    # The branch reports later than 24 hours after it took the notice: the director takes over the haste.
    late = told.index("超时：分公司24小时内反馈")
    assert "升级至 工程客服管理中心 总监" in told[late : told.index("\n\n", late)]
    assert "DECOR-4.3.14" in told[late : told.index("\n\n", late)]
    steps = ["投诉程度", "客户不满意", "催办通知单", "客户满意", "办结归档", "已归档"]
    places = [told.find(step) for step in steps[1:]]
    assert all(place > 0 for place in places)
    assert places == sorted(places)
    assert "林小满 · 客服助理" in told


def test_a_language_it_does_not_speak_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        tour.main(["--lang", "fr"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_a_database_of_real_work_is_no_place_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    found_installation(company="安居装饰", is_demo=False, at=now())
    assert tour.main(["--lang", "en"]) == 1
    assert "The tour failed: This database already belongs to '安居装饰'" in capsys.readouterr().out
