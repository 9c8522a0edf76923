"""An edition goes before those whom the authority table names: put forward, agreed, sent back, published, retired."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.house import DESK, House
from tests.web.signed_in import signed_in, text_of

from shouwen.authoring.models import Draft, DraftFile, Proposal, ProposalEntry
from shouwen.base.actions import create_user
from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import ConfirmedFigure, EditionEntry, Notice

pytestmark = pytest.mark.django_db
FILE = "desk.yaml"
TABLE = """
- table: edition_power
  title: 制度修订权限表
  in: [rulebook.edition]
  cites: [DESK-5]
  rows:
  - {title: 修订, when: {rulebook.edition: [first, revision]}, then: {approver: {all: [director, chief]}}, cites: [DESK-5]}
  - {title: 停用与换版本, when: {rulebook.edition: [retirement, move]}, then: {approver: {any: [director, chief]}}}
- {post: chief, title: 总经理, count: 1, cites: [DESK-5]}
- {post: agent,"""


def written(edition: str, *, table: bool = True) -> str:
    lines = (DESK / FILE).read_text(encoding="utf-8").replace(", sealed: true", "").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(("- {reaction: flooding", "- {reaction: storming")))
    text = text.replace('id: "1"', f'id: "{edition}"')
    return text.replace("\n- {post: agent,", TABLE, 1) if table else text


def post_chief(house: House, unit: int) -> None:
    user = create_user(username="carl", password=None, email="carl@example.com", at=now())
    carl = people.hire(name="Carl", email=user.email, user=user.pk, by=None, at=now()).pk
    people.place(person=carl, post="chief", unit=unit, starts_on=date(2026, 1, 1), by=None, at=now())
    house.people["carl"] = str(carl)


@pytest.fixture
def signed(house: House) -> House:
    """The edition in force asks the director and the chief; Lee writes, Lee and Amy manage rulebooks."""
    rulebooks.install_texts(files={FILE: written("2")}, units=(), by=None, at=now())
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    post_chief(house, house.group)
    return house


@pytest.fixture
def lee(signed: House) -> Client:
    return signed_in("lee")


@pytest.fixture
def draft(lee: Client) -> Draft:
    upload = SimpleUploadedFile(FILE, written("3").replace("within: 1h,", "within: 2h,", 1).encode())
    assert lee.post("/drafts/", {"way": "import", "file": upload, "name": "修订稿"}).status_code == 302
    return Draft.objects.get()


def submit(client: Client, draft: Draft, **more: object) -> str:
    answer = client.post(f"/drafts/{draft.pk}/propose/", {"in_force": "2026-03-01", "reason": "一小时太紧", **more})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def say(name: str, url: str, verb: str, opinion: str = "") -> int:
    return int(signed_in(name).post(url, {"verb": verb, "opinion": opinion}).status_code)


def test_who_must_agree_comes_from_the_edition_in_force_and_all_of_them_have_to(lee: Client, draft: Draft) -> None:
    page = unescape(text_of(lee.get(f"/drafts/{draft.pk}/")))
    assert "总监、总经理" in page
    direct = lee.post(f"/drafts/{draft.pk}/publish/", {"in_force": "2026-03-01"})
    assert direct.status_code == 422
    url = submit(lee, draft)
    shown = unescape(text_of(signed_in("carl").get(url)))
    for words in ("须全部同意", "总监", "Dora", "总经理", "Carl", "2小时", "一小时太紧", "DESK/2"):
        assert words in shown
    assert "修订稿" not in text_of(signed_in("alice").get("/"))
    assert signed_in("alice").get(url).status_code == 404
    assert url in text_of(signed_in("carl").get("/"))
    assert url not in text_of(lee.get("/"))
    assert say("dora", url, "agree") == 302
    assert lee.post(f"{url}carry-out/").status_code == 422
    assert say("carl", url, "agree", "照此执行") == 302
    assert url in text_of(lee.get("/"))
    assert Notice.objects.filter(kind="proposal.asked").count() == 2
    assert Notice.objects.get(kind="proposal.decided").text.startswith("发布版本 DESK/3：已同意")
    assert lee.post(f"{url}carry-out/").status_code == 302
    edition = rulebooks.edition("DESK/3")
    assert edition.in_force == date(2026, 3, 1)
    assert list(ProposalEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "submitted", "agree", "agree", "carried_out",
    ]  # fmt: skip
    assert "照此执行" in text_of(lee.get(url))


def test_nobody_agrees_to_his_own_and_what_lies_before_them_stays_as_it_is(lee: Client, draft: Draft) -> None:
    url = submit(lee, draft)
    assert say("lee", url, "agree") == 422
    assert say("frank", url, "agree") == 404
    changed = lee.post(f"/drafts/{draft.pk}/file/", {"file": FILE, "version": 2, "text": "x"})
    assert changed.status_code == 422
    assert "正在审批" in text_of(changed)
    assert "待审批" in text_of(lee.get("/drafts/"))
    assert lee.post(f"/drafts/{draft.pk}/propose/", {"in_force": "2026-03-01"}).status_code == 422
    assert lee.post(f"/drafts/{draft.pk}/remove/", {"reason": "错稿"}).status_code == 422
    assert say("lee", url, "withdraw") == 302
    assert Proposal.objects.get().state == "withdrawn"
    version = DraftFile.objects.get(draft=draft).version
    sent = {"file": FILE, "version": version, "text": DraftFile.objects.get(draft=draft).text + "\n"}
    assert lee.post(f"/drafts/{draft.pk}/file/", sent).status_code == 302


def test_it_is_sent_back_with_a_reason_changed_and_put_forward_again(lee: Client, draft: Draft) -> None:
    url = submit(lee, draft)
    without = signed_in("carl").post(url, {"verb": "send_back"})
    assert without.status_code == 422
    assert "请写明意见" in text_of(without)
    assert say("carl", url, "send_back", "请保留一小时") == 302
    assert "请保留一小时" in text_of(lee.get(url))
    assert say("dora", url, "agree") == 422
    text = DraftFile.objects.get(draft=draft)
    sent = {"file": FILE, "version": text.version, "text": text.text.replace("within: 2h,", "within: 1h,", 1)}
    assert lee.post(f"/drafts/{draft.pk}/file/", sent).status_code == 302
    again = submit(lee, draft)
    assert again != url
    assert "已退回" in text_of(lee.get("/proposals/"))


def test_in_turn_the_second_is_asked_after_the_first_and_a_stand_in_signs_for_the_absent(signed: House) -> None:
    text = written("3").replace("{all: [director, chief]}", "{turn: [director, chief]}")
    rulebooks.install_texts(files={FILE: text}, units=(), by=None, at=now())
    lee = signed_in("lee")
    lee.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("4").encode())})
    url = submit(lee, Draft.objects.get())
    assert "依次同意" in text_of(lee.get(url))
    assert url not in text_of(signed_in("carl").get("/"))
    assert "还没有轮到您" in text_of(signed_in("carl").post(url, {"verb": "agree"}))
    people.set_absence(
        person=int(signed["dora"]), substitute=int(signed["amy"]), starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=8), by=None, at=now(),
    )  # fmt: skip
    assert say("amy", url, "agree") == 302
    assert "Amy 代 Dora" in text_of(lee.get(url))
    assert url in text_of(signed_in("carl").get("/"))
    assert say("carl", url, "reject", "不同意放宽") == 302
    assert Proposal.objects.get().state == "refused"


def test_a_post_that_nobody_holds_stops_the_submission_and_is_named(house: House) -> None:
    rulebooks.install_texts(files={FILE: written("2")}, units=(), by=None, at=now())
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    lee = signed_in("lee")
    lee.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("3").encode())})
    answer = lee.post(f"/drafts/{Draft.objects.get().pk}/propose/", {"in_force": "2026-03-01"})
    assert answer.status_code == 422
    assert "“总经理”同意" in unescape(text_of(answer))


def test_a_post_of_a_kind_of_unit_is_found_where_there_is_one_such_unit_below(house: House) -> None:
    text = written("2").replace("title: 总经理, count: 1", "title: 总经理, unit: region, count: 1")
    rulebooks.install_texts(files={FILE: text}, units=(), by=None, at=now())
    region = people.found_unit(name="华东大区", code="east", kind="region", parent=house.group, by=None, at=now()).pk
    post_chief(house, region)
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    lee = signed_in("lee")
    lee.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("3").encode())})
    url = submit(lee, Draft.objects.get())
    assert [say(name, url, "agree") for name in ("carl", "dora")] == [302, 302]


def test_where_nobody_else_manages_rulebooks_that_is_told(house: House) -> None:
    dora = signed_in("dora")
    dora.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("2", table=False).encode())})
    answer = dora.post(f"/drafts/{Draft.objects.get().pk}/propose/", {"in_force": "2026-03-01"})
    assert answer.status_code == 422
    assert "没有第二位制度管理人" in text_of(answer)


def test_where_no_table_covers_it_a_second_person_agrees(house: House) -> None:
    people.grant_scope(post="leader", reach="all", acts=("see", "manage_rulebook"), by=None, at=now())
    dora = signed_in("dora")
    dora.post("/drafts/", {"way": "import", "file": SimpleUploadedFile(FILE, written("2", table=False).encode())})
    url = submit(dora, Draft.objects.get())
    assert "另一位制度管理人" in text_of(dora.get(url))
    assert say("dora", url, "agree") == 422
    assert say("lee", url, "agree") == 302
    assert dora.post(f"{url}carry-out/").status_code == 302
    assert "DESK/2" in rulebooks.installed()


def test_an_edition_is_retired_from_a_day_with_a_reason_and_its_cases_stay(signed: House, lee: Client) -> None:
    at = now()
    case = signed.open(at)
    rulebooks.install_texts(files={FILE: written("3")}, units=(str(signed.branch),), by=None, at=at)
    page = unescape(text_of(lee.get("/rulebooks/DESK/3/edition/")))
    assert "华东一分：改按 DESK/2 办理" in page
    assert lee.post("/rulebooks/DESK/3/edition/", {"day": "x", "reason": "停"}).status_code == 422
    assert lee.post("/rulebooks/DESK/3/edition/", {"day": "2026-03-01", "reason": ""}).status_code == 422
    day = at.date().isoformat()
    url = str(lee.post("/rulebooks/DESK/3/edition/", {"day": day, "reason": "试行结束"})["Location"])
    assert say("dora", url, "agree") == 302
    assert lee.post(f"{url}carry-out/").status_code == 302
    assert rulebooks.edition("DESK/3").retired_on == at.date()
    from shouwen.runtime.models import Subject  # noqa: PLC0415

    assert Subject.objects.get(pk=signed.open(now())).edition == "DESK/2"
    assert Subject.objects.get(pk=case).edition == "DESK/2"
    page = text_of(lee.get("/rulebooks/DESK/3/edition/"))
    assert "试行结束" in page
    assert "已停用" in page
    assert EditionEntry.objects.filter(edition="DESK/3", what="retired").count() == 1
    assert "已停用" in text_of(lee.get("/rulebooks/"))
    assert signed_in("alice").post("/rulebooks/DESK/2/edition/", {"day": day, "reason": "x"}).status_code == 404


def test_an_edition_of_a_later_day_is_shown_as_not_yet_in_force(house: House) -> None:
    text = written("2").replace("in_force: 2026-01-01", "in_force: 2099-01-01")
    rulebooks.install_texts(files={FILE: text}, units=(), by=None, at=now())
    assert "未到生效日" in text_of(signed_in("alice").get("/rulebooks/"))
    assert "未到生效日" in text_of(signed_in("alice").get("/rulebooks/DESK/2/edition/"))


def test_a_draft_never_published_is_deleted_with_a_reason_and_its_saves_stay(lee: Client, draft: Draft) -> None:
    assert lee.post(f"/drafts/{draft.pk}/remove/", {"reason": " "}).status_code == 422
    assert lee.post(f"/drafts/{draft.pk}/remove/", {"reason": "重复"}).status_code == 302
    assert lee.get(f"/drafts/{draft.pk}/").status_code == 404
    listed = text_of(lee.get("/drafts/"))
    assert "修订稿：重复" in listed
    assert f"/drafts/{draft.pk}/" not in listed
    gone = Draft.objects.get()
    assert (gone.removed_because, gone.saves.count()) == ("重复", 1)


def test_figures_settled_before_are_carried_over_where_the_text_is_the_same(lee: Client, signed: House) -> None:
    settled = {"parameter": "header.long_rest", "value": "5d", "reason": "办公会"}
    assert lee.post("/rulebooks/DESK/2/confirm/", settled).status_code == 302
    for edition, other in (("3", ""), ("4", "源文改写")):
        lee.post("/drafts/", {"way": "copy", "edition": "DESK/2"})
        draft = Draft.objects.latest("pk")
        text = DraftFile.objects.get(draft=draft)
        changed = text.text.replace('id: "2"', f'id: "{edition}"').replace(
            "源文未写挂起多久算久", other or "源文未写挂起多久算久"
        )
        lee.post(f"/drafts/{draft.pk}/file/", {"file": FILE, "version": 1, "text": changed})
        url = submit(lee, draft)
        assert [say(name, url, "agree") for name in ("dora", "carl")] == [302, 302]
        assert lee.post(f"{url}carry-out/").status_code == 302
    assert rulebooks.edition("DESK/3").confirmed == {"header.long_rest": "5d"}
    assert ConfirmedFigure.objects.get(edition="DESK/3").reason == "沿用 DESK/2：办公会"
    assert rulebooks.edition("DESK/4").confirmed == {}
