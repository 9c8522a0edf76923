"""What whoever takes a call types finds the category, under each shipped rulebook."""

from pathlib import Path

import pytest

from shouwen.base.pinyin import spoken
from shouwen.cases.forms import choices_of
from shouwen.cases.queries.at_once import category_field
from shouwen.cases.queries.choosing import keys_of, synonyms_of
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook

RULEBOOKS = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks"


def keys(rulebook: Rulebook) -> dict[str, list[str]]:
    """The keys of every case type that somebody opens and of every category, by its words."""
    found = {}
    for name, rule in rulebook.case_types.items():
        if rule.opens is None:
            continue
        found[rule.title or name] = keys_of(rule.title or name, rule.synonyms).split("|")
        field = category_field(rulebook, name)
        also = synonyms_of(field.rule, rulebook) if field else {}
        for value, word in choices_of(field.rule, rulebook).items() if field else ():
            found[word] = keys_of(word, also.get(value, "")).split("|")
    return found


def edition(name: str) -> Rulebook:
    (folder,) = (RULEBOOKS / name).glob("2*")
    rulebook = load(folder).rulebook
    assert rulebook is not None
    return rulebook


@pytest.mark.parametrize(
    ("rulebook", "typed", "title"),
    [
        ("decor", "zgbm", "管理部门与媒体投诉"), ("decor", "glbm", "管理部门与媒体投诉"), ("decor", "曝光", "管理部门与媒体投诉"),
        ("decor", "退款", "客户投诉"), ("decor", "甲醛", "客户投诉"), ("decor", "jq", "环保纠纷"), ("decor", "tk", "退定金"),
        ("decor", "空鼓", "维修"), ("decor", "锦旗", "表扬"), ("decor", "律师函", "发函"),
        ("green", "枯死", "绿化效果"), ("green", "ks", "绿化效果"), ("green", "退款", "费用"), ("green", "除草", "养护质量"),
        ("power", "漏电", "供电设备"), ("power", "退款", "电费"), ("power", "没电", "故障报修"), ("power", "新装", "用电申请"),
        ("luoyang", "漏水", "报修"), ("luoyang", "物业费", "费用催缴"), ("luoyang", "tyj", "装修保证金退还"),
        ("luoyang", "电梯困人", "急特重大突发情况"), ("campus", "宿舍", "教学区"), ("norm", "泄密", "泄露信息"), ("norm", "退费", "价格"),
        ("keyacc", "过保", "不在保修内"), ("keyacc", "hyfz", "行业发展交流会"), ("tower", "报废", "更新"), ("tower", "xt", "协调"),
    ],
)  # fmt: skip
def test_an_everyday_word_or_its_initials_finds_the_category(rulebook: str, typed: str, title: str) -> None:
    assert any(key.startswith(typed) for key in keys(edition(rulebook))[title])


@pytest.mark.parametrize("rulebook", sorted(each.name for each in RULEBOOKS.iterdir() if each.is_dir()))
def test_every_category_is_found_by_the_initials_of_its_own_words(rulebook: str) -> None:
    for title, found in keys(edition(rulebook)).items():
        assert {way.initials for way in spoken(title)} <= set(found), title
        # One letter would stand before whatever else was meant by it.
        assert not [key for key in found if len(key) == 1], title
