"""References in rule forms are Chinese names: shown so, chosen from lists that the page has, and read as codes again."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.web.signed_in import text_of
from tests.web.test_rule_forms import FILE, LIMIT, sent_by_a_browser, step, text, url

from shouwen.authoring.models import Draft
from shouwen.rulebook.form.choices import Choices
from shouwen.rulebook.form.filled import blank, filled, nested
from shouwen.rulebook.form.parts import Piece, find, rules_in
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Scalar, Spec, fields_of, spec_of
from shouwen.rulebook.form.spoken import Spoken
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.words.tongue import Lang
from shouwen.web.rulebook.rule_widgets import Draw, Widget

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHIPPED = {f"{name}/{edition}": path for name, edition, path in shipped()}


def sent(widget: Widget) -> Iterator[tuple[str, str]]:
    """What a browser would send of a drawn form that nobody touched."""
    if widget.kind == "figure":
        yield f"{widget.name}/confirm", widget.confirm
    elif widget.kind == "span":
        yield from ((f"{widget.name}/n", widget.value), (f"{widget.name}/u", widget.title))
    elif widget.kind in ("input", "list", "select", "how", "long"):
        yield widget.name, widget.value
    elif widget.kind == "flag":
        yield widget.name, widget.value or "false"
    for part in (*widget.parts, *(each for each in (widget.key, widget.how) if each is not None)):
        yield from sent(part)


def widgets(widget: Widget) -> Iterator[Widget]:
    yield widget
    for part in (*widget.parts, *(each for each in (widget.key, widget.how) if each is not None)):
        yield from widgets(part)


def drawn(piece: Piece, kind: str, book: Rulebook, lang: Lang) -> tuple[Draw, Widget]:
    choices = Choices(book, lang, piece.procedure)
    draw = Draw(choices, Spoken(choices))
    return draw, draw.form(spec_of(kind), piece.values())


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_every_form_of_every_rulebook_reads_back_what_it_shows(key: str) -> None:
    """Chinese for every code that has a title, and the same codes again when it is sent; no list that the page lacks."""
    path = SHIPPED[key]
    book = load(path).rulebook
    assert book is not None
    files = {each.name: each.read_text(encoding="utf-8") for each in path.glob("*.yaml")}
    shown = 0
    for file in files.values():
        for rule, kind in rules_in(file).items():
            piece = find(files, rule)
            assert piece is not None
            draw, form = drawn(piece, kind, book, "zh")
            _plain, codes = drawn(piece, kind, book, "en")
            given = filled(piece.spec, nested(sent(form)))
            spoken = Spoken(Choices(book, "zh", piece.procedure), draw.spoken.extra)
            assert spoken.read(piece.spec, given) == spoken.read(piece.spec, filled(piece.spec, nested(sent(codes)))), (
                rule
            )
            lists = [each for each in widgets(form) if each.kind == "list"]
            assert {each.source for each in lists} <= draw.lists.keys(), rule
            shown += sum(1 for each in lists if CHINESE.search(each.value))
    assert shown > 10


def every(spec: Spec, depth: int = 4) -> Any:
    """Values with every field that a form can have, as deep as people go."""
    if isinstance(spec, (Scalar, Figured)):
        return blank(spec)
    if isinstance(spec, Listed):
        return [every(spec.item, depth)]
    if isinstance(spec, Keyed):
        return [{"key": "", "value": every(spec.item, depth)}]
    return {each.key: every(each.spec, depth - 1) for each in fields_of(spec)} if depth else {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_form_has_the_list_that_it_names_in_chinese(kind: str) -> None:
    book = load(SHIPPED["decor/2005-08"]).rulebook
    assert book is not None
    choices = Choices(book, "zh")
    draw = Draw(choices, Spoken(choices))
    for each in widgets(draw.form(spec_of(kind), every(spec_of(kind)))):
        if each.kind == "list":
            assert each.source in draw.lists, each.name
        for _code, word in each.options if each.kind in ("select", "span", "how") else ():
            assert CHINESE.search(word) or not re.search("[a-z]", word), (each.name, word)


def test_the_page_has_every_list_after_a_field_was_added(dora: Client, draft: Draft) -> None:
    more = text_of(dora.post(url(draft, "part"), step(op=f"set {LIMIT}/each")))
    form = html.fromstring(more).get_element_by_id("rule-form")
    named = set(form.xpath(".//input/@list"))
    assert any("period" in each for each in named)
    assert named <= set(form.xpath(".//datalist/@id"))
    period = next(each for each in named if "period" in each)
    assert "每周" in form.xpath(f".//datalist[@id='{period}']/option/@value")


def test_a_chinese_name_typed_by_hand_becomes_the_code(dora: Client, draft: Draft) -> None:
    before = text(draft)
    page = text_of(dora.get(url(draft, "part"), {"part": "complaint.steps.record"}))
    fields = sent_by_a_browser(page)
    assert fields[f"{LIMIT}/from/value"] == ["环节开始"]
    fields[f"{LIMIT}/from/value"] = ["立案"]
    fields["v/fill/0"] = ["没有的表单"]
    told = unescape(text_of(dora.post(url(draft, "check"), fields)))
    assert "没有叫“没有的表单”的；请从列表里选一个名称。" in told
    assert not re.search(r"case\.opened|step\.opened", told)
    fields["v/fill/0"] = ["登记表"]
    assert dora.post(url(draft, "part"), fields).status_code == 302
    assert text(draft) == before.replace("from: step.opened", "from: case.opened", 1)
    assert FILE in page
