"""What an author typed into a rule's form is there again after a reload, until it is saved or thrown away."""

from html import unescape

import lxml.html
import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_rule_forms import LIMIT, sent_by_a_browser, step, text, url

from shouwen.authoring.models import Draft, DraftFile

pytestmark = pytest.mark.django_db
PART = {"part": "complaint.steps.record"}


def keep(client: Client, draft: Draft, **changed: str) -> None:
    fields = sent_by_a_browser(text_of(client.get(url(draft, "part"), PART)))
    fields |= {name: [value] for name, value in changed.items()}
    answer = client.post(url(draft, "part/keep"), data=fields, content_type="application/json")
    assert "草稿已存" in answer.json()["words"]


def test_a_reload_brings_back_what_was_typed_and_saving_ends_it(dora: Client, draft: Draft) -> None:
    before = text(draft)
    keep(dora, draft, **{"v/title": "登记并复述"})
    page = unescape(text_of(dora.get(url(draft, "part"), PART)))
    assert 'value="登记并复述"' in page
    assert "还没有保存的内容" in page
    assert text(draft) == before
    assert dora.post(url(draft, "part"), sent_by_a_browser(page)).status_code == 302
    assert "title: 登记并复述" in text(draft)
    assert "还没有保存的内容" not in text_of(dora.get(url(draft, "part"), PART))


def test_it_is_thrown_away_on_request_and_nobody_else_sees_it(dora: Client, draft: Draft) -> None:
    keep(dora, draft, **{"v/title": "不要的名称"})
    assert "不要的名称" not in text_of(signed_in("lee").get(url(draft, "part"), PART))
    assert dora.post(url(draft, "part/drop"), PART).status_code == 302
    assert "不要的名称" not in text_of(dora.get(url(draft, "part"), PART))


def test_a_field_that_was_added_is_kept_too(dora: Client, draft: Draft) -> None:
    dora.post(url(draft, "part"), step(**{"v/title": "登记并核实"}, op=["", f"set {LIMIT}/warn"]))
    page = unescape(text_of(dora.get(url(draft, "part"), PART)))
    assert f'name="{LIMIT}/warn/value/n"' in page
    assert 'value="登记并核实"' in page


def test_what_is_no_form_is_refused(dora: Client, draft: Draft) -> None:
    answer = dora.post(url(draft, "part/keep"), data="[", content_type="application/json")
    assert answer.status_code == 400


def test_what_is_saved_already_is_no_draft_when_it_arrives_late(dora: Client, draft: Draft) -> None:
    dora.post(url(draft, "part"), step(**{"v/title": "登记并复述"}))
    keep(dora, draft, **{"v/title": "登记并复述", "version": "1"})
    assert "还没有保存的内容" not in text_of(dora.get(url(draft, "part"), PART))


RULE = {"part": "complaint"}


@pytest.fixture
def gone(dora: Client, house: House, draft: Draft) -> str:
    """Lee types a new title while Dora deletes the rule; what Lee is answered on saving."""
    lee = signed_in("lee")
    fields = sent_by_a_browser(text_of(lee.get(url(draft, "part"), RULE)))
    dora.post(url(draft, "part/remove"), RULE)
    assert "procedure: complaint" not in text(draft)
    answer = lee.post(url(draft, "part"), fields | {"v/title": ["投诉新办法"]})
    assert answer.status_code == 409
    return unescape(text_of(answer))


def test_a_rule_deleted_meanwhile_is_put_back_as_typed(draft: Draft, gone: str) -> None:
    lee = signed_in("lee")
    assert "Dora 删除了“投诉”" in gone
    assert "title: 投诉新办法" in gone
    assert "title: 投诉新办法" in unescape(text_of(lee.get(url(draft, "part"), RULE)))
    answer = lee.post(url(draft, "part/back"), RULE)
    assert answer.status_code == 302
    assert "title: 投诉新办法" in text(draft)
    assert "steps:" in text(draft)
    page = text_of(lee.get(answer["Location"]))
    assert "投诉新办法" in page
    assert "还没有保存的内容" not in page


def test_or_it_is_thrown_away(draft: Draft, gone: str) -> None:
    lee = signed_in("lee")
    assert lee.post(url(draft, "part/drop"), RULE).status_code == 302
    assert lee.get(url(draft, "part"), RULE).status_code == 404
    assert lee.post(url(draft, "part/back"), RULE).status_code == 404
    assert "投诉新办法" not in text(draft)


def test_a_step_deleted_meanwhile_goes_back_into_its_procedure(dora: Client, draft: Draft) -> None:
    fields = sent_by_a_browser(text_of(dora.get(url(draft, "part"), PART)))
    dora.post(url(draft, "part/remove"), PART)
    assert dora.post(url(draft, "part"), fields | {"v/title": ["登记并复述"]}).status_code == 409
    assert dora.post(url(draft, "part/back"), PART).status_code == 302
    assert "title: 登记并复述" in text(draft)


def test_the_text_brought_together_ends_what_the_form_kept(dora: Client, house: House, draft: Draft) -> None:
    lee = signed_in("lee")
    fields = sent_by_a_browser(text_of(lee.get(url(draft, "part"), PART)))
    dora.post(url(draft, "part"), step(**{"v/title": "先登记"}))
    answer = lee.post(url(draft, "part"), fields | {"v/title": ["后登记"]})
    assert answer.status_code == 409
    assert "还没有保存的内容" in text_of(lee.get(url(draft, "part"), PART))
    page = lxml.html.fromstring(text_of(answer))
    form = next(one for one in page.forms if "kept" in one.fields)
    assert lee.post(url(draft, "file"), dict(form.form_values())).status_code == 302
    assert "还没有保存的内容" not in text_of(lee.get(url(draft, "part"), PART))


def test_new_duties_have_one_file_and_it_goes_with_the_last_of_them(dora: Client, draft: Draft) -> None:
    fields = sent_by_a_browser(text_of(dora.get(url(draft, "part"), {"kind": "duty"})))
    assert fields["file"] == ["duties.yaml"]
    filled = fields | {"name": ["monthly"], "v/title": ["每月走访"]}
    assert dora.post(url(draft, "part"), filled).status_code == 302
    assert "monthly" in text(draft, "duties.yaml")
    late = sent_by_a_browser(text_of(dora.get(url(draft, "part"), {"part": "monthly"})))
    dora.post(url(draft, "part/remove"), {"part": "monthly"})
    assert not DraftFile.objects.filter(draft=draft, name="duties.yaml").exists()
    assert dora.post(url(draft, "part"), late | {"v/title": ["每月拜访"]}).status_code == 409
    assert dora.post(url(draft, "part/back"), {"part": "monthly"}).status_code == 302
    assert "每月拜访" in text(draft, "duties.yaml")
    assert dora.post(url(draft, "part"), filled | {"name": ["weekly"]}).status_code == 302
    assert "weekly" in text(draft, "duties.yaml")
    assert "monthly" in text(draft, "duties.yaml")
