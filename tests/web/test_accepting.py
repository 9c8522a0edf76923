"""建议 of limits: what was understood, corrected where it was wrong, becomes a clock, a duty, an indicator or a validity."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile, DraftSuggestion
from shouwen.authoring.queries import study
from shouwen.base.clock import now
from shouwen.people import actions as people

pytestmark = pytest.mark.django_db
WRITTEN = """门店服务规定
一、走访
1. 客服专员每月走访客户不低于二次。
2. 客服专员每月10日前上报走访总结。
二、投诉
1. 接到投诉后，客服专员24小时内答复客户。
2. 超时未答复的，应及时上报客服主管处理。
3. 投诉处理方案须经客服主管审批。
4. 按时答复率不低于95%。
三、资料
1. 《投诉登记表》保存三年。
2. 答复须在[具体时长]内完成。
"""


@pytest.fixture
def dora(house: House) -> Client:
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    return signed_in("dora")


@pytest.fixture
def page(dora: Client) -> str:
    upload = SimpleUploadedFile("规定.txt", WRITTEN.encode())
    sent = {"way": "read", "file": upload, "code": "SHOP", "in_force": "2027-01-01"}
    assert dora.post("/drafts/", sent).status_code == 302
    return f"/drafts/{Draft.objects.get().pk}/suggestions/"


def one(part: str, sort: str = "limit") -> DraftSuggestion:
    return DraftSuggestion.objects.get(words__contains=part, sort=sort)


def waiting(words: str) -> str:
    """The list's name for a post or form that is not accepted yet."""
    return f"+{DraftSuggestion.objects.get(words=words, sort__in=['post', 'form']).pk}"


def accept(client: Client, page: str, part: str, sort: str = "limit", **given: str) -> DraftSuggestion:
    answer = client.post(page, {"suggestion": one(part, sort).pk, "answer": "accept", **given})
    assert answer.status_code == 302, unescape(text_of(answer))
    found = one(part, sort)
    assert found.state == "accepted"
    return found


def texts() -> dict[str, str]:
    return dict(DraftFile.objects.values_list("name", "text"))


def errors() -> list[str]:
    """Faults of the draft, and what is doubtful about its limits; clauses nothing carries yet are no fault of a limit."""
    found = study(texts()).problems
    return [each.message for each in found if each.level == "error" or each.code.startswith("clock")]


def test_what_was_understood_stands_beside_the_words(dora: Client, page: str) -> None:
    listed = unescape(text_of(dora.get(page)))
    for said in (
        "时限：24 小时",
        "频次：每 1 个月 2 次",
        "比例：95 %",
        "有效期：3 年",
        "时限：留空 小时",
        "升级上报",
        "审批",
    ):
        assert said in listed
    dora.cookies["shouwen_language"] = "en"
    assert "Limit: 24 hours" in text_of(dora.get(page))


def test_a_frequency_is_accepted_with_one_press_and_brings_its_post(dora: Client, page: str) -> None:
    assert "采纳为 例行义务 · 客服专员" in unescape(text_of(dora.get(page)))
    found = accept(dora, page, "每月走访客户不低于二次")
    assert errors() == []
    assert "at_least: 2, of: visit" in texts()["duties.yaml"]
    assert "title: 客服专员" in texts()["posts.yaml"]
    assert f"part={found.became}" in text_of(dora.get(page))


def test_a_limit_goes_into_a_step_and_its_clock_runs_in_the_trial(dora: Client, page: str) -> None:
    clerk = waiting("客服专员")
    opened = unescape(text_of(dora.get(f"{page}?open={one('24小时内').pk}")))
    assert 'name="becomes"' in opened
    accept(dora, page, "24小时内", becomes="procedure", title="投诉答复", by=clerk, tell=waiting("客服主管"))
    assert errors() == []
    draft = page.removesuffix("suggestions/")
    trial = unescape(text_of(dora.get(f"{draft}preview/?procedure=tou_su_da_fu&go=1&at=2027-03-01T09:00")))
    assert "投诉答复" in trial
    again = accept(
        dora, page, "具体时长", becomes="step", target_step="tou_su_da_fu.steps.handle", value="2", unit="hour"
    )
    assert again.became.startswith("tou_su_da_fu.steps.handle.due.")
    assert "within: 2h" in texts()["procedures.yaml"]
    assert errors() == []


def test_a_blank_stays_a_figure_to_be_confirmed(dora: Client, page: str) -> None:
    accept(dora, page, "具体时长", becomes="procedure", title="答复", by=waiting("客服专员"))
    assert "源文留空：“[具体时长]内”" in texts()["procedures.yaml"]
    assert errors() == []


def test_days_of_the_month_become_a_window_of_a_duty(dora: Client, page: str) -> None:
    accept(dora, page, "10日前", of="case")
    written = texts()["duties.yaml"].split()
    assert [written[written.index(key) + 1] for key in ("each:", "opens:")] == ["month", "this_month.1"]
    assert "by: this_month.10" in texts()["duties.yaml"]
    assert errors() == []


def test_a_ratio_becomes_an_indicator_with_its_target(dora: Client, page: str) -> None:
    accept(dora, page, "95%")
    assert "target: {at_least: 95}" in texts()["indicators.yaml"]
    assert "of: expectation" in texts()["indicators.yaml"]
    assert errors() == []


def test_how_long_a_paper_is_kept_stands_at_the_paper(dora: Client, page: str) -> None:
    accept(dora, page, "保存三年")
    assert "keep: 3y" in texts()["papers.yaml"]


def test_the_name_of_an_indicator_is_what_the_sentence_says(dora: Client, page: str) -> None:
    accept(dora, page, "95%")
    assert "title: 按时答复率" in texts()["indicators.yaml"]


def test_a_form_alone_is_a_form_to_be_that_stops_nothing(dora: Client, page: str) -> None:
    assert "由哪个环节填写" not in text_of(dora.get(page))
    accept(dora, page, "投诉登记表", "form")
    assert errors() == []
    assert [each.level for each in study(texts()).problems if each.code == "form_to_be"] == ["warning"]


def test_a_form_goes_into_the_step_that_cites_its_clause(dora: Client, page: str) -> None:
    number = one("投诉登记表", "form")
    number.clauses = one("24小时内").clauses
    number.save()
    accept(dora, page, "24小时内", becomes="procedure", title="投诉答复", by=waiting("客服专员"))
    listed = unescape(text_of(dora.get(page)))
    step = "tou_su_da_fu.steps.handle"
    assert f'<option value="{step}">投诉答复 › 办理' in listed
    refused = dora.post(page, {"suggestion": number.pk, "answer": "accept", "target_step": "none.steps.x"})
    assert refused.status_code == 422
    assert "请选择由哪个环节填写" in unescape(text_of(refused))
    assert "papers.yaml" not in texts()
    accept(dora, page, "投诉登记表", "form", target_step=step)
    assert "fill: [tou_su_deng_ji_biao]" in texts()["procedures.yaml"]
    assert [each.code for each in study(texts()).problems if each.code in {"form_to_be", "unfilled_field"}] == []


def test_a_way_upwards_and_an_approval_become_part_of_the_flow(dora: Client, page: str) -> None:
    clerk, head = waiting("客服专员"), waiting("客服主管")
    due = accept(dora, page, "24小时内", becomes="procedure", title="投诉答复", by=clerk).became
    accept(dora, page, "及时上报客服主管", "escalation", becomes="escalate", target_limit=due, by=head)
    assert "escalate: ke_fu_zhu_guan" in texts()["procedures.yaml"]
    step = "tou_su_da_fu.steps.handle"
    accept(
        dora, page, "审批", "escalation", becomes="approval", target_step=step, by="ke_fu_zhu_guan", title="主管审批"
    )
    assert "approve: true" in texts()["procedures.yaml"]
    assert errors() == []


def test_only_who_chooses_it_gets_a_checklist(dora: Client, page: str) -> None:
    accept(dora, page, "24小时内", becomes="checklist")
    assert "checklist:" in texts()["points.yaml"]
    assert errors() == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "请先选择它成为什么"),
        ({"becomes": "procedure", "by": ""}, "请选择由哪个岗位来做"),
        ({"becomes": "step"}, "请选择这条时限属于哪个环节"),
        ({"becomes": "indicator"}, "这一种不能成为所选的规则"),
        ({"becomes": "procedure", "by": "nobody"}, "nobody"),
        ({"becomes": "procedure", "by": "+99999"}, "已不在建议里"),
        ({"value": "x"}, "不是数字"),
        ({"value": "-1"}, "数值须在"),
        ({"becomes": "checklist", "kind": "x"}, "请选择种类与单位"),
        ({"becomes": "procedure", "by": "+", "unit": "second"}, "秒、百分比和钟点不能作时限"),
        ({"becomes": "duty", "by": "x"}, "例行义务要写每月的几日"),
        ({"becomes": "step", "target_step": "投诉"}, "请选择这条时限属于哪个环节"),
    ],
)
def test_what_lacks_is_told_and_what_was_typed_stays(dora: Client, page: str, given: dict[str, str], said: str) -> None:
    before = texts()
    answer = dora.post(page, {"suggestion": one("24小时内").pk, "answer": "accept", **given})
    assert answer.status_code == 422
    shown = unescape(text_of(answer))
    assert said in shown
    assert 'name="becomes"' in shown
    assert one("24小时内").state == "open"
    assert texts() == before
