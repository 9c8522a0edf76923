"""Rules written by forms: no YAML, the sentence and the problems beside the fields, and nobody's letters lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.cases.house import DESK
from tests.web.signed_in import text_of

from shouwen.authoring.models import Draft, DraftFile
from shouwen.rulebook.form.parts import rules_in
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.rewriting import tree_of

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"
LIMIT = "v/due/0/value"


def url(draft: Draft, end: str) -> str:
    return f"/drafts/{draft.pk}/{end}/"


def text(draft: Draft, name: str = FILE) -> str:
    return DraftFile.objects.get(draft=draft, name=name).text


def step(**more: Any) -> dict[str, Any]:
    """The form of the first step as its page shows it."""
    return {
        "file": FILE,
        "version": 1,
        "part": "complaint.steps.record",
        "name": "record",
        "v/title": "登记",
        "v/by/?how": "role",
        "v/by/role": "first_contact",
        "v/fill/0": "record",
        f"{LIMIT}/title": "1小时内登记",
        "v/due/0/key": "record",
        f"{LIMIT}/from/value": "step.opened",
        f"{LIMIT}/within/value/n": "1",
        f"{LIMIT}/within/value/u": "h",
        f"{LIMIT}/on_miss/0/?how": "notify",
        f"{LIMIT}/on_miss/0/notify/0/?how": "post",
        f"{LIMIT}/on_miss/0/notify/0/post": "leader",
        f"{LIMIT}/cites/0": "DESK-1.1",
        "v/out/0/key": "recorded",
        "v/out/0/value/then": "review",
        "v/out/0/value/title": "已登记",
        "v/out/1/key": "nothing",
        "v/out/1/value/then": "end",
        "v/out/1/value/title": "无需处理",
        "v/out/1/value/reason": "true",
        "v/cites/0": "DESK-1.1",
        **more,
    }


def test_a_form_that_nobody_changed_changes_no_letter(dora: Client, draft: Draft) -> None:
    page = text_of(dora.get(url(draft, "part"), {"part": "complaint.steps.record"}))
    for name in step():
        assert name.startswith(("file", "version", "part", "name")) or f'name="{name}"' in page, name
    assert dora.post(url(draft, "part"), step()).status_code == 302
    assert text(draft) == (DESK / FILE).read_text(encoding="utf-8")


def sent_by_a_browser(page: str) -> dict[str, list[str]]:
    """What the form of a page sends if nobody touches it."""
    sent: dict[str, list[str]] = {}
    for name, value in html.fromstring(page).get_element_by_id("rule-form").form_values():
        sent.setdefault(name, []).append(value)
    return sent


def test_every_form_that_is_opened_and_saved_changes_no_letter(dora: Client, draft: Draft) -> None:
    before = text(draft)
    paths = list(rules_in(before))
    paths += [f"complaint.steps.{name}" for name in tree_of(before, "complaint.steps")]
    assert len(paths) > 25
    for path in paths:
        page = text_of(dora.get(url(draft, "part"), {"part": path}))
        assert dora.post(url(draft, "part"), sent_by_a_browser(page)).status_code == 302, path
        assert text(draft) == before, path


def test_a_limit_is_changed_by_number_and_unit_and_only_it(dora: Client, draft: Draft) -> None:
    before = text(draft)
    sent = step(**{f"{LIMIT}/within/value/n": "2", f"{LIMIT}/within/value/u": "wd"})
    answer = dora.post(url(draft, "part"), sent)
    assert answer["Location"].endswith("part=complaint.steps.record")
    assert text(draft) == before.replace("within: 1h,", "within: 2wd,", 1)
    assert "2个工作日" in text_of(dora.get(answer["Location"]))


def test_what_is_typed_is_checked_beside_its_field_and_not_saved(dora: Client, draft: Draft) -> None:
    before = text(draft)
    told = unescape(text_of(dora.post(url(draft, "check"), step(**{f"{LIMIT}/within/value/n": "两"}))))
    assert f'data-told="{LIMIT}/within" data-level="error"' in told
    assert "“两小时”不是时限" in told
    assert 'id="chart"' in told
    astray = unescape(text_of(dora.post(url(draft, "check"), step(**{"v/out/0/value/then": "nowhere"}))))
    assert 'data-told="v/out/0/value"' in astray
    assert "没有环节「nowhere」" in astray
    fine = unescape(text_of(dora.post(url(draft, "check"), step(**{f"{LIMIT}/within/value/n": "3"}))))
    assert "3小时内" in fine
    assert "data-told" not in fine
    assert text(draft) == before


def test_a_field_is_added_and_taken_away_without_losing_what_was_typed(dora: Client, draft: Draft) -> None:
    typed = {"v/title": "登记并核实"}
    more = text_of(dora.post(url(draft, "part"), step(**typed, op=["", f"set {LIMIT}/warn"])))
    assert f'name="{LIMIT}/warn/value/n"' in more
    assert 'value="登记并核实"' in more
    less = text_of(dora.post(url(draft, "part"), step(**typed, op=f"drop {LIMIT}/on_miss/0")))
    assert f'name="{LIMIT}/on_miss/0/?how"' not in less
    other = text_of(dora.post(url(draft, "part"), step(**{"v/by/?how": "post", "op": "see v/by"})))
    assert 'name="v/by/post"' in other
    assert '<option value="fixer" >维修员</option>' in other
    assert DraftFile.objects.get(draft=draft).version == 1


def test_a_rule_is_added_copied_and_removed_by_forms_alone(dora: Client, draft: Draft) -> None:
    blank = unescape(text_of(dora.get(url(draft, "part"), {"kind": "gate", "clause": "DESK-3"})))
    assert 'value="DESK-3"' in blank
    sent = {
        "kind": "gate",
        "file": FILE,
        "version": 1,
        "v/title": "先处理后办结",
        "v/act/0": "close",
        "v/needs/tests/0/path": "handle.outcome",
        "v/needs/tests/0/op": "equals",
        "v/needs/tests/0/value": "handled",
        "v/cites/0": "DESK-3",
    }
    made = dora.post(url(draft, "part"), sent)
    assert "gate: xian_chu_li_hou_ban_jie" in text(draft)
    assert "needs: {handle.outcome: handled}" in text(draft)
    path = made["Location"].rpartition("=")[2]
    copied = text_of(dora.get(url(draft, "part"), {"copy": path}))
    assert 'value="先处理后办结"' in copied
    again = {**sent, "copy": path, "version": 2, "name": "second_gate"}
    del again["kind"]
    assert dora.post(url(draft, "part"), again).status_code == 302
    assert text(draft).index("gate: xian_chu") < text(draft).index("gate: second_gate")
    taken = dora.post(url(draft, "part"), {**again, "version": 3})
    assert taken.status_code == 422
    assert "已有“second_gate”" in unescape(text_of(taken))
    dora.post(url(draft, "part/remove"), {"part": "second_gate"})
    assert "second_gate" not in text(draft)
    assert "xian_chu_li_hou_ban_jie" in text(draft)


def test_the_form_of_a_procedure_leaves_its_steps_to_theirs(dora: Client, draft: Draft) -> None:
    before = text(draft)
    page = text_of(dora.get(url(draft, "part"), {"part": "chase"}))
    assert "v/steps" not in page
    sent = {
        "file": FILE,
        "version": 1,
        "part": "chase",
        "name": "chase",
        "v/title": "电话追访",
        "v/number": "ZF{yyyymmdd}-{n:4}",
    }
    sent |= {"v/opens/parent/0": "complaint", "v/cites/0": "DESK-4"}
    assert dora.post(url(draft, "part"), sent).status_code == 302
    assert text(draft) == before.replace("title: 追访\n", "title: 电话追访\n")
    fresh = {"kind": "procedure", "file": FILE, "version": 2, "name": "visit", "v/title": "上门", "v/cites/0": "DESK-4"}
    assert dora.post(url(draft, "part"), fresh).status_code == 302
    assert "steps: {first: {title: 第一步, out: {done: {then: end, title: 已办完}}}}" in text(draft)
    drawn = text_of(dora.get(url(draft, "part"), {"part": "visit.steps.first"}))
    assert 'aria-current="step"' in drawn
    copy = {
        "copy": "chase",
        "file": FILE,
        "version": 3,
        "name": "second_chase",
        "v/title": "再追访",
        "v/cites/0": "DESK-4",
    }
    assert dora.post(url(draft, "part"), copy).status_code == 302
    assert text(draft).count("title: 回访客户") == 2


def test_a_rule_under_another_name_is_named_by_it_everywhere(dora: Client, draft: Draft) -> None:
    before = text(draft)
    page = text_of(dora.get(url(draft, "part"), {"part": "leader"}))
    assert dora.post(url(draft, "part"), {**sent_by_a_browser(page), "name": "team_leader"}).status_code == 302
    assert "post: team_leader" in text(draft)
    assert re.findall(r"\bleader\b", text(draft)) == []
    paper = text_of(dora.get(url(draft, "part"), {"part": "intake"}))
    dora.post(url(draft, "part"), {**sent_by_a_browser(paper), "name": "first_sheet"})
    assert "facts: [first_sheet.caller]" in text(draft)
    assert "intake: first_sheet" in text(draft)
    faults = text_of(dora.get(f"/drafts/{draft.pk}/"))
    assert "没有岗位" not in faults
    undone = text(draft).replace("team_leader", "leader").replace("first_sheet.", "intake.")
    assert undone.replace("first_sheet", "intake") == before


def test_every_kind_has_a_form_for_a_new_rule(dora: Client, draft: Draft) -> None:
    menu = text_of(dora.get(f"/drafts/{draft.pk}/"))
    for kind in KINDS:
        assert f"?kind={kind}" in menu
        page = text_of(dora.get(url(draft, "part"), {"kind": kind}))
        assert 'name="v/title"' in page
        assert (
            dora.post(url(draft, "check"), {"kind": kind, "file": FILE, "version": 1, "v/title": "甲"}).status_code
            == 200
        )
    assert dora.get(url(draft, "part"), {"kind": "nothing"}).status_code == 404
    assert dora.get(url(draft, "part"), {"part": "nothing"}).status_code == 404


def test_parts_of_all_sorts_open_in_their_forms_in_both_languages(dora: Client, draft: Draft) -> None:
    for path in (
        "agent",
        "grade",
        "record",
        "complaint",
        "repair_power",
        "storming",
        "caller_sealed",
        "complaint.due.answer",
    ):
        for language, told in (("en", "What this says"), ("zh-hans", "这样写的意思")):
            dora.cookies["shouwen_language"] = language
            assert told in text_of(dora.get(url(draft, "part"), {"part": path})), path


def test_somebody_elses_save_is_put_beside_mine(dora: Client, draft: Draft) -> None:
    dora.post(url(draft, "part"), step(**{"v/title": "先登记"}))
    answer = dora.post(url(draft, "part"), step(**{"v/title": "后登记"}))
    assert answer.status_code == 409
    both = unescape(text_of(answer))
    assert "title: 先登记" in both
    assert "title: 后登记" in both


def test_what_is_typed_is_kept_when_the_draft_was_published_meanwhile(dora: Client, draft: Draft) -> None:
    Draft.objects.filter(pk=draft.pk).update(published_as="DESK/2")
    answer = dora.post(url(draft, "part"), step(**{"v/title": "先登记"}))
    assert answer.status_code == 422
    shown = unescape(text_of(answer))
    assert "已经发布" in shown
    assert "title: 先登记" in shown
