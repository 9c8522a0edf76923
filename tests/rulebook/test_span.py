"""Spans are read strictly and shown in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.rulebook.span import LARGEST, UNITS, Span, parse_span, show_span


@pytest.mark.parametrize(
    ("text", "span", "zh", "en"),
    [
        ("3min", Span(3, "min"), "3分钟", "3 minutes"),
        ("24h", Span(24, "h"), "24小时", "24 hours"),
        ("2d", Span(2, "d"), "2日", "2 days"),
        ("1w", Span(1, "w"), "1周", "1 week"),
        ("1mo", Span(1, "mo"), "1个月", "1 month"),
        ("1q", Span(1, "q"), "1个季度", "1 quarter"),
        ("2y", Span(2, "y"), "2年", "2 years"),
        ("3wd", Span(3, "wd"), "3个工作日", "3 working days"),
        ("8wh", Span(8, "wh"), "8个工作小时", "8 working hours"),
        (" 30wmin ", Span(30, "wmin"), "30个工作分钟", "30 working minutes"),
        ("0d", Span(0, "d"), "0日", "0 days"),
    ],
)
def test_a_span_is_read_and_shown(text: str, span: Span, zh: str, en: str) -> None:
    assert parse_span(text) == span
    assert (show_span(span), show_span(span, "en")) == (zh, en)


@pytest.mark.parametrize(
    "text", ["", "h", "24", "24 h", "-1h", "1.5h", "1H", "1m", "1wmo", "1hd", "٣h", "1h1d", "1h\n2h"]
)
def test_what_is_no_span_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="is not a span; write a whole number and a unit, such as 30min"):
        parse_span(text)


def test_a_span_out_of_range_is_refused() -> None:
    assert parse_span(f"{LARGEST}min").n == LARGEST
    with pytest.raises(ValueError, match="out of range"):
        parse_span(f"{LARGEST + 1}min")
    with pytest.raises(ValueError, match="out of range"):
        Span(-1, "h")
    with pytest.raises(ValueError, match="is not a unit of time"):
        Span(1, "hours")  # type: ignore[arg-type]  # what a caller without types may do


@given(st.integers(0, LARGEST), st.sampled_from(UNITS))
def test_what_is_written_reads_back(n: int, unit: str) -> None:
    assert str(parse_span(f"{n}{unit}")) == f"{n}{unit}"


@given(st.text(alphabet="0123456789minhdwoqy .", max_size=8))
def test_any_text_is_a_span_or_refused(text: str) -> None:
    try:
        span = parse_span(text)
    except ValueError:
        return
    assert str(span).lstrip("0") == text.strip().lstrip("0") or span.n == 0
