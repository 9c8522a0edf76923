"""Proposals of a language model: only what stands in the clause and loads on the draft comes before the author."""

import json
from typing import Any

import pytest

from shouwen.rulebook.load import load_texts
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.read.proposals import FILE, CannotUnderstand, Proposal, Sifted, added, proposals_in, sift, unsound
from shouwen.rulebook.read.question import MOST_CHARACTERS, below, portions, question

FILES = {
    "header.yaml": "rulebook: SHOP\ntitle: 门店\nedition: {id: draft, in_force: 2027-01-01}\n",
    "clauses.yaml": """clauses:
- {id: SHOP-1, title: 走访}
- {id: SHOP-1.1, parent: SHOP-1, title: 每月走访, text: 客服专员每月走访客户不低于二次。}
- {id: SHOP-2, title: 投诉}
- {id: SHOP-2.1, parent: SHOP-2, title: 答复, text: 接到投诉24小时内答复客户。}
""",
}
RULES = """- {post: clerk, title: 客服专员, cites: [SHOP-1.1]}
- duty: monthly_visit
  title: 每月走访
  by: clerk
  due: {visit: {each: month, need: {at_least: 2, of: visit}}}
  cites: [SHOP-1.1]"""
GOOD = {"clause": "SHOP-1.1", "words": "每月走访客户不低于二次", "rules": RULES}
BOOK = load_texts(FILES).rulebook
assert BOOK is not None


def sifted(*given: dict[str, Any]) -> Sifted:
    assert BOOK is not None
    return sift(proposals_in(json.dumps({"proposals": given})), FILES, BOOK.clauses)


def test_what_loads_is_kept_with_its_sentences() -> None:
    found = sifted(GOOD)
    assert found.dropped == ()
    (kept,) = found.kept
    assert kept.proposal == Proposal("SHOP-1.1", "每月走访客户不低于二次", RULES)
    assert kept.zh[0].startswith("客服专员：")
    assert "客服专员" in kept.zh[1]
    assert "2次" in kept.zh[1]
    assert "at least 2" in kept.en[1]


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({"rules": RULES.replace("by: clerk", "by: clerc")}, "clerc", "clerc"),
        ({"rules": RULES.replace("due:", "deu:")}, "缺少“时限”；请补上", "'due' is missing"),
        ({"rules": RULES.replace("  by:", "  bye:")}, "不认识「bye」", "'bye' is not known"),
        ({"rules": RULES.replace("each: month", "each: often")}, "often", "often"),
        ({"rules": "- {duty: [unclosed"}, "YAML", "YAML"),
        ({"rules": "- {obligation: x, cites: [SHOP-1.1]}"}, "规则要以种类开头", "A rule begins with its kind"),
        ({"rules": RULES.replace("[SHOP-1.1]", "[SHOP-9.9]")}, "SHOP-9.9", "SHOP-9.9"),
        ({"rules": "rulebook: SHOP\ntitle: 别的"}, "不是规则列表", "no list of rules"),
        ({"rules": 7}, "不是规则列表", "no list of rules"),
        ({"words": "每周走访客户"}, "依据的字句不在该条款里", "do not stand in the clause"),
        ({"words": ""}, "依据的字句不在该条款里", "do not stand in the clause"),
        ({"clause": "SHOP-9.9"}, "没有问过条款“SHOP-9.9”", "was not asked about"),
        ({"clause": None}, "没有问过条款", "was not asked about"),
    ],
)
def test_what_does_not_load_or_rests_on_nothing_is_dropped_with_its_reason(
    change: dict[str, Any], zh: str, en: str
) -> None:
    found = sifted({**GOOD, **change}, GOOD)
    assert [kept.proposal.rules for kept in found.kept] == [RULES]
    (dropped,) = found.dropped
    assert zh in dropped.zh
    assert en in dropped.en


def test_one_bad_proposal_hides_no_other_and_the_same_one_counts_once() -> None:
    found = sifted(GOOD, {"clause": "SHOP-1.1"}, GOOD, 5)  # type: ignore[arg-type]  # models say such things
    assert len(found.kept) == 1
    assert len(found.dropped) == 3


def test_rules_may_come_as_json_and_the_answer_in_a_fence() -> None:
    rules = [{"article": "visits", "title": "走访", "text": "每月走访。", "cites": ["SHOP-1.1"]}]
    answer = f"```json\n{json.dumps({'proposals': [{**GOOD, 'rules': rules}]})}\n```"
    assert BOOK is not None
    (kept,) = sift(proposals_in(answer), FILES, BOOK.clauses).kept
    assert kept.proposal.rules.startswith("- article: visits")


@pytest.mark.parametrize("answer", ["好的，我来看看。", "[]", '{"proposals": {}}', '{"rules": []}', "[" * 100_000])
def test_an_answer_that_is_no_list_of_proposals_says_so(answer: str) -> None:
    with pytest.raises(CannotUnderstand) as told:
        proposals_in(answer)
    assert "没有采用" in told.value.zh
    assert "was not used" in str(told.value)


def test_faults_that_the_draft_has_already_do_not_count_against_a_proposal() -> None:
    faulty = {**FILES, "posts.yaml": "- {post: head, title: 主管, superior: nobody, cites: [SHOP-1]}\n"}
    assert unsound(RULES, faulty) is None
    taken = {**faulty, FILE: added(faulty, RULES)}
    assert "已在 proposed.yaml" in (unsound(RULES, taken) or ("", ""))[0]


def test_the_question_names_every_kind_the_rules_there_are_and_the_clauses() -> None:
    book = load_texts({**FILES, FILE: RULES}).rulebook
    assert book is not None
    system, user = question(book, below(book, "SHOP-2"))
    assert all(f"- {kind}（" in system["content"] for kind in KINDS)
    assert "post clerk（客服专员）" in user["content"]
    assert "SHOP-2.1 答复\n接到投诉24小时内答复客户。" in user["content"]
    assert "SHOP-1.1 每月走访" not in user["content"]


def test_clauses_are_put_in_portions_and_none_is_cut() -> None:
    clauses = "".join(f"- {{id: SHOP-{n}, title: 条, text: {'字' * 5_000}}}\n" for n in range(1, 6))
    book = load_texts({**FILES, "clauses.yaml": f"clauses:\n- {{id: SHOP-0, title: 空}}\n{clauses}"}).rulebook
    assert book is not None
    asked = portions(book.clauses)
    assert [[clause.id for clause in one] for one in asked] == [["SHOP-1", "SHOP-2"], ["SHOP-3", "SHOP-4"], ["SHOP-5"]]
    assert all(sum(len(clause.text) for clause in one) <= MOST_CHARACTERS for one in asked)
