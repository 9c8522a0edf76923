"""Names in letters: surnames read as surnames, foreign words kept."""

import pytest

from shouwen.base.pinyin import Latin, latin_of


@pytest.mark.parametrize(
    ("name", "sort_key", "full", "initials"),
    [
        ("王敏", "wang min", "wangmin", "wm"),
        ("单女士", "shan nv shi", "shannvshi", "sns"),
        ("孤单", "gu dan", "gudan", "gd"),
        ("尉迟恭", "yu chi gong", "yuchigong", "ycg"),
        ("Smith 先生", "smith xian sheng", "smithxiansheng", "sxs"),
        ("  ", "", "", ""),
        ("·—", "", "", ""),
    ],
)
def test_names(name: str, sort_key: str, full: str, initials: str) -> None:
    assert latin_of(name) == Latin(sort_key=sort_key, full=full, initials=initials)
