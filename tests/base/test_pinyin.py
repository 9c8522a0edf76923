"""Names in letters: surnames read as surnames, foreign words kept."""

import pytest

from shouwen.base.pinyin import Latin, latin_of, spoken


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


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("协调", ["xietiao", "xt"]),
        ("调岗", ["diaogang", "dg"]),
        ("单价", ["danjia", "dj"]),
        ("行业推广活动", ["hangyetuiguanghuodong", "hytghd", "xytghd"]),
        ("长江花园3栋", ["changjianghuayuan3dong", "cjhy3d"]),
        ("装修保证金退还", ["zhuangxiubaozhengjintuihuan"]),
    ],
)
def test_words_are_found_by_every_way_to_read_them(words: str, typed: list[str]) -> None:
    ways = spoken(words)
    assert set(typed) <= {key for way in ways for key in (way.full, way.initials)}


def test_a_text_with_many_such_characters_stays_small() -> None:
    assert len(spoken("长长" * 40)) == 8
