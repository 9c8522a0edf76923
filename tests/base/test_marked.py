"""Signs become HTML; whatever else is typed stays text."""

import pytest

from shouwen.base.marked import as_html, as_text


def test_bold_lists_quotes_and_links_become_tags() -> None:
    made = as_html("**重要：**请看\n- 一\n- 二\n> 您说的\n[说明](https://a.cn/x?a=1&b=2)")
    assert "<b>重要：</b>请看" in made
    assert "<ul><li>一</li><li>二</li></ul>" in made
    assert "<blockquote>您说的</blockquote>" in made
    assert 'href="https://a.cn/x?a=1&amp;b=2"' in made


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[点](javascript:alert(1))",
        '[x](https://a.cn/"onclick=1)',
    ],
)
def test_nothing_that_runs_gets_through(typed: str) -> None:
    made = as_html(typed)
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert " onclick=" not in made


def test_lines_stay_lines_and_counted_lines_a_list() -> None:
    assert as_html("王女士：\n您好") == "<p>王女士：<br>您好</p>"
    assert as_html("1. 关阀\n2、拍照") == "<ol><li>关阀</li><li>拍照</li></ol>"


def test_plain_text_keeps_the_words_and_the_address() -> None:
    assert as_text("**请**看[说明](https://a.cn)") == "请看说明（https://a.cn）"
