"""Articles and clauses: found by what people type, in the editions that hold where they work."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, House

from shouwen.cases import queries
from shouwen.runtime import rulebooks

OWN_BOOK = {
    "rulebook.yaml": """
rulebook: OTHERS
title: 二分知识
edition: {id: "1", in_force: 2026-01-01}
---
clauses:
- {id: OTHERS-1, title: 门禁, text: 门禁卡当面补办}
- {id: OTHERS-10.5, title: 车位}
---
- {article: cards, title: 补办门禁卡, sort: question, until: 2026-03-02, cites: [OTHERS-1], text: 带身份证到前台，当天领取。}
- {article: gates, title: 道闸, sort: policy, cites: [OTHERS-10.5], text: 补办门禁卡后重新登记车牌。}
"""
}


def titles(house: House, by: str, asked: str, *, days: int = 0) -> list[str]:
    viewer = house.viewer(by, AT + timedelta(days=days))
    return [one.title for one in queries.articles_like(viewer, asked, most=10)]


@pytest.mark.parametrize("asked", ["总阀", "lsx", "loushui", "先关 吊顶", "ＤＥＳＫ-3", "漏水先关总阀"])
def test_two_characters_initials_pinyin_or_several_words_find_an_article(house: House, asked: str) -> None:
    assert titles(house, "alice", asked) == ["漏水先关总阀"]


@pytest.mark.parametrize("asked", ["", "  ", "阀总", "%", "zz"])
def test_what_is_not_there_is_not_found(house: House, asked: str) -> None:
    assert titles(house, "alice", asked) == []


def test_only_who_works_where_the_edition_holds_finds_and_reads_it(house: House) -> None:
    rulebooks.install_texts(files=OWN_BOOK, units=(str(house.other),), by=None, at=AT)
    assert titles(house, "olga", "门禁") == ["补办门禁卡", "道闸"]
    assert titles(house, "dora", "mjk") == ["补办门禁卡"]
    assert titles(house, "alice", "门禁") == []
    assert queries.article_for(house.viewer("olga"), "OTHERS/1", "cards").text.startswith("带身份证")
    with pytest.raises(queries.NoSuchArticle):
        queries.article_for(house.viewer("alice"), "OTHERS/1", "cards")
    with pytest.raises(queries.NoSuchArticle):
        queries.article_for(house.viewer("olga"), "OTHERS/1", "nothing")
    assert [one.id for one in queries.clauses_like(house.viewer("olga"), "10.5", most=5)] == ["OTHERS-10.5"]
    assert queries.clauses_like(house.viewer("alice"), "门禁", most=5) == ()


def test_what_is_no_longer_valid_is_not_found_but_can_be_read(house: House) -> None:
    rulebooks.install_texts(files=OWN_BOOK, units=(str(house.other),), by=None, at=AT)
    assert titles(house, "olga", "补办") == ["补办门禁卡", "道闸"]
    assert titles(house, "olga", "补办", days=1) == ["道闸"]
    assert queries.article_for(house.viewer("olga", AT + timedelta(days=1)), "OTHERS/1", "cards").until is not None
