"""What an author typed into a rule's form is there again after a reload, until it is saved or thrown away."""

from html import unescape

import pytest
from django.test import Client
from tests.web.signed_in import signed_in, text_of
from tests.web.test_rule_forms import LIMIT, sent_by_a_browser, step, text, url

from shouwen.authoring.models import Draft

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
