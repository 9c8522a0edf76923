"""Clauses and posts: rules cite what exists, every clause is carried, every post can be held."""

from collections.abc import Callable
from typing import Any

from shouwen.rulebook.check import check

Faulty = Callable[..., None]
Write = Callable[..., Any]

FLOW = "- {procedure: complaint, cites: [T-1], steps: {take: {by: clerk, out: {taken: end}}}}\n"
HEADER = """\
rulebook: T
title: 试验制度
edition: {id: '1', in_force: 2026-01-01}
clauses:
- {id: T-1, title: 试验条款, text: 一切按此办理。, kind: E}
- {id: T-2, title: 第二条, text: 也按此办理。, kind: E}  # <-
rules:
- {post: clerk, title: 客服助理, unit: group, count: 2, cites: [T-1]}
"""


def test_rule_without_clause(faulty: Faulty) -> None:
    faulty(
        "rule_without_clause",
        "- {procedure: complaint, steps: {take: {by: clerk, out: {taken: end}}}}  # <-\n",
        FLOW,
        zh="没有引用条款",
        en="cites no clause",
    )


def test_unknown_clause(faulty: Faulty) -> None:
    faulty(
        "unknown_clause", FLOW.replace("T-1", "T-9").rstrip() + "  # <-\n", FLOW, zh="没有条款 T-9", en="no clause T-9"
    )


def test_uncited_clause(write: Write) -> None:
    found = write(FLOW, header=HEADER)
    assert [(p.code, p.level, p.place.line) for p in found.problems] == [("uncited_clause", "warning", found.marked[0])]
    assert "T-2（第二条）" in found.problems[0].message
    assert write(FLOW.replace("cites: [T-1]", "cites: [T-1, T-2]"), header=HEADER).problems == ()


def test_heading_needs_no_rule_of_its_own(write: Write) -> None:
    header = HEADER.replace(
        "- {id: T-2, title: 第二条, text: 也按此办理。, kind: E}  # <-",
        "- {id: T-2, title: 第二章}\n- {id: T-2.1, parent: T-2, title: 某条, text: 某事。, kind: E}",
    )
    assert write(FLOW.replace("[T-1]", "[T-1, T-2.1]"), header=header).problems == ()


def test_enforced_clause_that_only_an_article_carries(write: Write) -> None:
    article = "- {article: about, title: 说明, text: 只供阅读。, cites: [T-2]}\n"
    found = write(FLOW + article, header=HEADER)
    assert [(p.code, p.place.line) for p in found.problems] == [("cited_by_wrong_sort", found.marked[0])]
    assert "条款 T-2 要求执行，却只由条文承接；请写一条会执行的规则" in found.problems[0].message
    assert "only article carries it" in found.problems[0].message_en
    assert write(FLOW.replace("[T-1]", "[T-1, T-2]") + article, header=HEADER).problems == ()


def test_register_decides_the_kind_of_a_clause(write: Write) -> None:
    checklist = "- {checklist: manners, title: 仪表, items: [着装整齐], cites: [T-2]}\n"
    book = write(FLOW + checklist, header=HEADER.replace("kind: E}  # <-", "kind: C}")).loaded
    assert [p.code for p in check(book.rulebook, book.places)] == []
    found = check(book.rulebook, book.places, register={"T-2": "E,M"})
    assert [p.code for p in found] == ["cited_by_wrong_sort"]


def test_parent_clause_that_does_not_exist(write: Write) -> None:
    header = HEADER.replace("{id: T-2, ", "{id: T-2, parent: T-7, ")
    found = write(FLOW.replace("[T-1]", "[T-1, T-2]"), header=header)
    assert [(p.code, p.place.line) for p in found.problems] == [("unknown_clause", found.marked[0])]


def test_post_that_nobody_declared(faulty: Faulty) -> None:
    faulty(
        "unheld_post",
        FLOW.replace("by: clerk", "by: clerc").rstrip() + "  # <-\n",
        FLOW,
        zh="没有设「clerc」这个岗位；是不是“客服助理”「clerk」？",
        en="There is no post 'clerc'; did you mean 'clerk'?",
    )


def test_post_with_a_headcount_of_none(faulty: Faulty) -> None:
    rule = FLOW.replace("by: clerk", "by: inspector")
    faulty(
        "unheld_post",
        rule + "- {post: inspector, title: 督察员, unit: group, count: 0, cites: [T-1]}  # <-\n",
        rule + "- {post: inspector, title: 督察员, unit: group, count: 4, cites: [T-1]}\n",
        zh="“督察员”编制为 0",
        en="headcount of 0",
    )


def test_post_in_a_kind_of_unit_that_does_not_exist(faulty: Faulty) -> None:
    faulty(
        "unheld_post",
        FLOW + "- {post: inspector, title: 督察员, unit: brunch, cites: [T-1]}  # <-\n",
        FLOW + "- {post: inspector, title: 督察员, unit: branch, cites: [T-1]}\n",
        zh="总则的单位种类里没有「brunch」，所以没有人能担任“督察员”；是不是“分公司”「branch」？",
        en="no unit kind 'brunch'",
    )


def test_posts_that_include_each_other(faulty: Faulty) -> None:
    faulty(
        "unheld_post",
        FLOW
        + """\
- {post: leader, includes: [leader], cites: [T-1]}  # <-
""",
        FLOW + "- {post: leader, includes: [clerk], cites: [T-1]}\n",
        zh="绕回自己（「leader」→「leader」）",
        en="leads back to itself",
    )


def test_circle_of_superiors(write: Write) -> None:
    found = write(FLOW + "- {post: a, superior: b, cites: [T-1]}\n- {post: b, superior: a, cites: [T-1]}\n")
    assert found.codes == ["unheld_post", "unheld_post"]
    assert write(FLOW + "- {post: a, superior: b, cites: [T-1]}\n- {post: b, cites: [T-1]}\n").problems == ()


def test_exclusion_that_leaves_nobody(faulty: Faulty) -> None:
    flow = "- procedure: complaint\n  cites: [T-1]\n  steps:\n    take: {by: head, out: {taken: check}}\n"
    faulty(
        "unheld_post",
        flow + "    check: {by: {post: head, exclude: [{acted_in: take}]}, out: {checked: end}}  # <-\n",
        flow + "    check: {by: {post: head, exclude: [{acted_in: take}], otherwise: director}, out: {checked: end}}\n",
        zh="排除之后没有人剩下",
        en="The exclusion leaves nobody",
    )


def test_exclusion_from_a_post_of_several_is_fine(write: Write) -> None:
    flow = "- procedure: complaint\n  cites: [T-1]\n  steps:\n    take: {by: clerk, out: {taken: check}}\n"
    check_step = "    check: {by: {post: clerk, exclude: [{acted_in: take}]}, out: {checked: end}}\n"
    assert write(flow + check_step).problems == ()


def test_post_without_holders_today(write: Write) -> None:
    found = write(FLOW, held={"clerk": 0, "head": 1})
    assert [p.code for p in found.problems] == ["unheld_post"]
    assert "目前无人担任" in found.problems[0].message
    assert write(FLOW, held={"clerk": 1}).problems == ()


def test_scope_that_yields_nobody(faulty: Faulty) -> None:
    faulty(
        "unheld_post",
        FLOW.replace("by: clerk", "by: clerk@case.brunch").rstrip() + "  # <-\n",
        FLOW.replace("by: clerk", "by: clerk@case.branch"),
        zh="范围「case.brunch」没有人填写，所以找不到人；是不是“所属分公司”「case.branch」？",
        en="Nobody fills the scope 'case.brunch', so it yields nobody",
    )


def test_superior_of_a_post_that_has_none(faulty: Faulty) -> None:
    flow = FLOW.replace("by: clerk", "by: {superior_of: director}")
    faulty(
        "unheld_post",
        flow.rstrip() + "  # <-\n",
        FLOW.replace("by: clerk", "by: {superior_of: director, otherwise: director}"),
        zh="“总监”没有写上级，找不到人",
        en="The post 'director' has no superior",
    )


def test_post_whose_duties_another_post_includes_can_be_held(write: Write) -> None:
    flow = FLOW.replace("by: clerk", "by: agent") + "- {post: agent, unit: group, count: 0, cites: [T-1]}\n"
    assert write(flow).codes == ["unheld_post"]
    assert write(flow + "- {post: leader, unit: group, count: 1, includes: [agent], cites: [T-1]}\n").problems == ()
