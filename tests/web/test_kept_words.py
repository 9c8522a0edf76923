"""Whatever is typed is kept: every field for longer texts lies in a form that keeps it, and a lost session leads back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

WEB = Path(__file__).resolve().parents[2] / "src/shouwen/web"
TEMPLATES = {path.relative_to(WEB).as_posix(): path.read_text("utf-8") for path in sorted(WEB.rglob("*.html"))}
KEEPS = re.compile(r"data-(draft|kept)=")
WRITTEN = re.compile(r"<textarea\b(?P<attributes>(?:\{%.*?%\}|[^>])*)>")
NOT_TYPED = re.compile(r"\b(readonly|hidden)\b")


def form_around(text: str, at: int) -> str | None:
    """The tag of the form that is open there; None where the template opens none."""
    before = text[:at]
    start = before.rfind("<form")
    return before[start : before.find("csrf_token", start)] if start > before.rfind("</form>") else None


def unkept(name: str, at: int, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Where a field at this place of a template stands in a form that keeps nothing; through all that include it."""
    tag = form_around(TEMPLATES[name], at)
    if tag is not None:
        if not KEEPS.search(tag):
            yield name
        return
    above = [(other, found.start()) for other in TEMPLATES for found in includes(other, name)]
    assert above or name in seen, f"{name} is neither in a form nor included anywhere"
    for other, place in above:
        if other not in seen:
            yield from unkept(other, place, seen | {name})


def includes(other: str, name: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf'{{% include "{re.escape(name)}"', TEMPLATES[other])


def typed_into() -> list[tuple[str, int]]:
    found = [(name, each) for name, text in TEMPLATES.items() for each in WRITTEN.finditer(text)]
    return [(name, each.start()) for name, each in found if not NOT_TYPED.search(_plain(each["attributes"]))]


def _plain(attributes: str) -> str:
    """Without what stands there only sometimes."""
    return re.sub(r"\{% if.*?%\}.*?\{% endif %\}", "", attributes)


def test_every_text_lies_in_a_form_that_keeps_it() -> None:
    places = typed_into()
    assert len(places) > 15
    assert {each for name, at in places for each in unkept(name, at)} == set()


def test_a_form_that_keeps_nothing_is_found() -> None:
    TEMPLATES["x.html"] = '<form method="post">{% csrf_token %}<textarea name="x"></textarea></form>'
    try:
        assert list(unkept("x.html", TEMPLATES["x.html"].index("<textarea"))) == ["x.html"]
    finally:
        del TEMPLATES["x.html"]


@pytest.mark.django_db
def test_an_act_after_the_session_was_lost_leads_through_the_sign_in_back_to_the_page(house: House) -> None:
    case_id = recent(house)
    page, act = reverse("case", args=[case_id]), reverse("case-act", args=[case_id])
    here = f"http://testserver{page}?x=1"
    plain = Client().post(act, {"act": "urge"}, headers={"Referer": here})
    assert plain["Location"] == f"/accounts/login/?lost=1&next={page}%3Fx%3D1"
    part = Client().post(act, {"act": "urge"}, headers={"HX-Request": "true", "HX-Current-URL": here})
    assert (part.status_code, part["HX-Redirect"]) == (401, plain["Location"])
    abroad = Client().post(act, {"act": "urge"}, headers={"Referer": "http://elsewhere.example/x"})
    assert abroad["Location"] == "/accounts/login/?lost=1&next=/x"


@pytest.mark.django_db
def test_a_page_says_whose_words_it_keeps(house: House) -> None:
    case_id = recent(house)
    page = text_of(signed_in("alice").get(reverse("case", args=[case_id])))
    assert re.search(r'<body data-person="\d+"', page)
    assert 'data-kept="' in page


@pytest.mark.django_db
def test_without_any_cookie_a_part_of_a_page_leads_to_the_sign_in_and_back(house: House) -> None:
    case_id = recent(house)
    page, act = reverse("case", args=[case_id]), reverse("case-message", args=[case_id])
    here, stranger = f"http://testserver{page}", Client(enforce_csrf_checks=True)
    part = stranger.post(act, {"text": "x"}, headers={"HX-Request": "true", "HX-Current-URL": here})
    assert (part.status_code, part["HX-Redirect"]) == (401, f"/accounts/login/?lost=1&next={page}")
    assert stranger.post(act, {"text": "x"}, headers={"Referer": here})["Location"] == part["HX-Redirect"]
    abroad = stranger.post(act, {"text": "x"}, headers={"Referer": "http://elsewhere.example/x"})
    assert abroad.status_code == 403
    assert "请重新登录" in text_of(abroad)


@pytest.mark.django_db
def test_a_page_that_is_too_old_comes_anew_and_says_that_nothing_was_sent(house: House) -> None:
    case_id = recent(house)
    page, act = reverse("case", args=[case_id]), reverse("case-message", args=[case_id])
    here, alice = f"http://testserver{page}", signed_in("alice")
    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = alice.cookies
    part = guarded.post(act, {"text": "x"}, headers={"HX-Request": "true", "HX-Current-URL": here})
    assert (part.status_code, part["HX-Refresh"]) == (403, "true")
    assert guarded.post(act, {"text": "x"}, headers={"Referer": here})["Location"] == page
    assert "刚才没有提交" in text_of(guarded.get(page))
