"""A time that a text promises is read as people mean it."""

from datetime import UTC, datetime

import pytest

from shouwen.cases.promised import promised

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("明天下午三点前回复您", "2026-11-23 15:00"),
        ("我们24小时之内给您答复，请您放心", "2026-11-23 15:00"),
        ("两小时内联系您", "2026-11-22 17:00"),
        ("半小时内回电", "2026-11-22 15:30"),
        ("师傅后天上午上门", "2026-11-24 12:00"),
        ("下周一前给您答复", "2026-11-23 18:00"),
        ("周五下午两点半上门", "2026-11-27 14:30"),
        ("11月25日前解决", "2026-11-25 18:00"),
        ("1月5号回复您", "2027-01-05 18:00"),
        ("今天17:30前回电", "2026-11-22 17:30"),
        ("晚上八点半给您回电", "2026-11-22 20:30"),
        ("三天之内我们给您答复", "2026-11-25 15:00"),
        ("我们会在 11月24日 01:24 前答复您", "2026-11-24 01:24"),
        ("明天 下午 3:30 给您回电", "2026-11-23 15:30"),
        ("我们会在 11月25日 前答复您", "2026-11-25 18:00"),
        ("昨天您来过。明早九点联系您", "2026-11-23 09:00"),
    ],
)
def test_a_promised_time_is_found(text: str, at: str) -> None:
    found = promised(text, NOW)
    assert found is not None
    assert found.at == datetime.fromisoformat(f"{at}+00:00")
    assert found.words in text


@pytest.mark.parametrize(
    "text", ["明天是周一", "昨天下午三点您来过，我们已处理", "今天下午两点回复过您", "您好", "25点回复您"]
)
def test_what_promises_nothing_ahead_is_none(text: str) -> None:
    assert promised(text, NOW) is None
