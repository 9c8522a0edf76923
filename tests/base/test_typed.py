"""Signs that nobody sees do not get in, and what was typed with them is found without."""

import pytest

from shouwen.base.bigrams import normalise
from shouwen.base.typed import seen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("钱\u200b多", "钱多"),
        ("\ufeff王敏\u00ad ", "王敏"),
        ("来\u202e片照", "来片照"),
        ("\u2066电话\u2069", "电话"),
        ("甲\x00乙", "甲乙"),
        ("家人👨‍👩‍👧来电", "家人👨‍👩‍👧来电"),
        ("王\u200d敏", "王敏"),
        ("第一行\n  第二行", "第一行\n  第二行"),
    ],
)
def test_what_nobody_sees_is_left_out_and_pictures_stay_whole(typed: str, kept: str) -> None:
    assert seen(typed) == kept


def test_it_is_found_however_it_was_pasted() -> None:
    assert normalise("钱\u200b多") == normalise("钱多")
