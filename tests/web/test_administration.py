"""管理: people and their sign-ins, posts, units and rights, as administrators work on them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases import queries
from shouwen.people import actions as people
from shouwen.people.models import Absence, AuditEntry, Holding, Person, Unit

pytestmark = pytest.mark.django_db


def administrator(house: House, name: str, office: str) -> Client:
    people.appoint_administrator(person=int(house[name]), office=office, by=None, at=now())
    return signed_in(name)


@pytest.fixture
def system(house: House) -> Client:
    return administrator(house, "fay", "system")


@pytest.fixture
def security(house: House) -> Client:
    return administrator(house, "amy", "security")


def act(person: str | int, name: str, row: int | None = None) -> str:
    args = [person, name] if row is None else [person, name, row]
    return reverse("admin-person-act" if row is None else "admin-person-row", args=args)


def test_somebody_new_is_registered_placed_and_signs_in_once_with_the_password_given(
    house: House, system: Client
) -> None:
    answer = system.post("/admin/people/new/", {"name": "罗小满", "employee_no": "A7", "phone": "", "email": ""})
    luo = Person.objects.get(name="罗小满")
    assert answer.headers["Location"] == reverse("admin-person", args=[luo.pk])
    assert "还没有岗位" in text_of(system.get(answer.headers["Location"]))
    sent = {"post": "agent", "unit": str(house.branch), "starts": now().date().isoformat(), "ends": ""}
    shown = text_of(system.post(act(luo.pk, "place"), sent, follow=True))
    assert "岗位已安排" in shown
    assert "华东一分" in shown
    given = system.post(act(luo.pk, "sign-in"), {"username": "luo"})
    assert given.headers["Cache-Control"] == "no-store"
    password = re.findall(r'<code class="secret">(.+?)</code>', text_of(given))[0]
    browser = Client()
    browser.post(reverse("account_login"), {"login": "luo", "password": password})
    assert browser.get("/").headers["Location"] == reverse("account_change_password")
    assert "一次性密码" in text_of(browser.get(reverse("account_change_password")))
    assert password not in text_of(system.get(reverse("admin-person", args=[luo.pk])))


def test_what_the_organisation_refuses_comes_back_as_it_was_typed(house: House, system: Client) -> None:
    system.post("/admin/people/new/", {"name": "罗小满", "employee_no": "A7"})
    answer = system.post("/admin/people/new/", {"name": "傅明", "employee_no": "a7"})
    assert answer.status_code == 422
    assert "工号 a7 已是罗小满的" in text_of(answer)
    assert 'value="傅明"' in text_of(answer)
    assert system.post("/admin/people/new/", {"name": ""}).status_code == 422
    taken = system.post(act(Person.objects.get(name="罗小满").pk, "sign-in"), {"username": "Alice"})
    assert "登录名 Alice 已被使用" in text_of(taken)
    wrong = system.post(act(house["alice"], "place"), {"post": "king", "unit": str(house.branch), "starts": "31.12."})
    assert "没有这个选项" in text_of(wrong)
    assert "请写成 2026-01-31 这样的日期" in text_of(wrong)


def test_with_a_browser_s_script_the_form_comes_as_a_dialog(house: House, system: Client) -> None:
    shown = text_of(system.get(act(house["alice"], "place"), headers={"HX-Request": "true"}))
    assert shown.startswith("<dialog data-now")
    assert "安排岗位：Alice" in shown


def test_a_post_ends_and_an_absence_has_a_stand_in(house: House, system: Client) -> None:
    holding = Holding.objects.get(person=int(house["alice"]))
    day = (now() - timedelta(days=1)).date().isoformat()
    assert "任职已结束" in text_of(system.post(act(house["alice"], "end", holding.pk), {"last": day}, follow=True))
    assert system.post(act(house["alice"], "end", 999), {"last": day}).status_code == 404
    start, end = now() + timedelta(hours=1), now() + timedelta(days=2)
    sent = {"from": f"{start:%Y-%m-%dT%H:%M}", "until": f"{end:%Y-%m-%dT%H:%M}", "substitute": house["lee"]}
    shown = text_of(system.post(act(house["frank"], "away"), {**sent, "reason": "年假"}, follow=True))
    assert "年假" in shown
    assert "Lee" in shown
    leave = Absence.objects.get()
    assert leave.substitute_id == int(house["lee"])
    again = system.post(act(house["frank"], "away"), {**sent, "reason": "又一次"})
    assert "这段时间里已登记过缺勤" in text_of(again)
    system.post(act(house["frank"], "back", leave.pk), follow=True)
    assert not Absence.objects.filter(ends_at__gt=now()).exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_a_day_that_no_calendar_bears_is_refused_and_nothing_stops(house: House, system: Client, day: str) -> None:
    sent = {"post": "agent", "unit": str(house.branch), "starts": "2026-01-01", "ends": day}
    assert system.post(act(house["frank"], "place"), sent).status_code == 422
    away = {"from": f"{day}T00:00", "until": f"{day}T23:59", "reason": "x"}
    assert system.post(act(house["frank"], "away"), away).status_code == 422
    assert system.post(act(house["frank"], "leave"), {"last": day, "reason": "x"}).status_code == 422
    people.appoint_administrator(person=int(house["lee"]), office="audit", by=None, at=now())
    assert signed_in("lee").get(f"/admin/audit/?until={day}&since={day}").status_code == 200
    assert signed_in("alice").get("/").status_code == 200


def test_all_open_work_goes_to_one_successor_in_one_act(house: House, system: Client) -> None:
    cases = [recent(house, title=f"漏水{number}") for number in range(3)]
    page = reverse("admin-person", args=[house["alice"]])
    assert 'id="tasks"' in text_of(system.get(page))
    assert "移交全部在办" in text_of(system.get(page))
    assert "请填写" in text_of(system.post(act(house["alice"], "hand-over"), {"to": house["amy"], "reason": ""}))
    said = text_of(system.post(act(house["alice"], "hand-over"), {"to": house["amy"], "reason": "调岗"}, follow=True))
    assert "已移交 3 件" in said
    at = now() + timedelta(minutes=1)
    assert {duty.case_id for duty in queries.my_tasks(house.viewer("amy", at), at)} >= set(cases)
    assert not queries.open_tasks(house["alice"])
    entry = AuditEntry.objects.get(act="work_handed_over")
    assert (entry.reason, entry.name) == ("调岗", "Alice")


def test_who_leaves_with_open_work_needs_somebody_to_take_it(house: House, system: Client) -> None:
    recent(house)
    sent = {"last": (now() - timedelta(days=1)).date().isoformat(), "reason": "辞职", "to": ""}
    refused = system.post(act(house["alice"], "leave"), sent)
    assert refused.status_code == 422
    assert Person.objects.get(pk=int(house["alice"])).left_on is None
    assert "离职已办理" in text_of(system.post(act(house["alice"], "leave"), {**sent, "to": house["amy"]}, follow=True))
    assert not queries.open_tasks(house["alice"])
    assert len(queries.open_tasks(house["amy"])) == 1
    assert not User.objects.get(username="alice").is_active
    assert "已离职" in text_of(system.get(reverse("admin-person", args=[house["alice"]])))


def test_who_left_comes_back_under_the_same_number_and_name(house: House, system: Client) -> None:
    alice = int(house["alice"])
    Person.objects.filter(pk=alice).update(employee_no="N1")
    system.post(act(house["alice"], "leave"), {"last": "2026-01-01", "to": house["amy"], "reason": "离职"})
    again = system.post("/admin/people/new/", {"name": "Alice", "employee_no": "N1"})
    assert "请在此人的页面办理“再入职”" in text_of(again)
    assert "再入职" in text_of(system.get(f"/admin/people/{alice}/"))
    assert "已再入职" in text_of(system.post(act(house["alice"], "return"), {"reason": "回来"}, follow=True))
    assert system.post(act(house["alice"], "return"), {"reason": "回来"}).status_code == 404
    person = Person.objects.select_related("user").get(pk=alice)
    assert (person.left_on, person.gone_at, person.user is not None and person.user.is_active) == (None, None, True)


def test_work_of_whoever_loses_post_or_sign_in_goes_to_a_colleague_of_the_company(house: House, system: Client) -> None:
    case_id = recent(house)
    holding = house.viewer("alice", now()).organisation.held_by_person[int(house["alice"])][0]
    day = (now().date() - timedelta(days=1)).isoformat()
    end = act(house["alice"], "end", holding.id)
    assert "名下有 1 件待办" in text_of(system.get(end))
    assert system.post(end, {"last": day}).status_code == 422
    done = system.post(end, {"last": day, "to": house["amy"]}, follow=True)
    assert "任职已结束；已移交 1 件" in text_of(done)
    close = act(house["amy"], "close")
    assert "账号已停用；已移交 1 件" in text_of(system.post(close, {"reason": "x", "to": house["lee"]}, follow=True))
    assert [task.case_id for task in queries.open_tasks(house["lee"])] == [case_id]


def test_a_sign_in_is_closed_opened_and_its_password_reset(house: House, system: Client) -> None:
    alice = signed_in("alice")
    system.post(act(house["alice"], "close"), {"reason": "调查"})
    assert alice.get("/").status_code == 302
    system.post(act(house["alice"], "open"), {"reason": "查清"})
    shown = text_of(system.post(act(house["alice"], "reset"), {"reason": "忘记"}))
    password = re.findall(r'<code class="secret">(.+?)</code>', shown)[0]
    user = User.objects.get(username="alice")
    assert user.check_password(password)
    assert user.must_change_password
    acts = list(AuditEntry.objects.order_by("id").values_list("act", "reason"))[-3:]
    assert acts == [("sign_in_closed", "调查"), ("sign_in_opened", "查清"), ("password_reset", "忘记")]
    own = system.post(act(house["fay"], "close"), {"reason": "不干了"})
    assert "不能停用自己的账号" in text_of(own)


def test_the_list_is_searched_narrowed_and_paged_by_key(house: House, system: Client) -> None:
    for number in range(60):
        people.hire(name=f"员工{number:02}", employee_no=f"E{number:02}", by=None, at=now())
    shown = text_of(system.get("/admin/people/?q=E07"))
    assert "员工07" in shown
    assert "员工08" not in shown
    assert "Alice" in text_of(system.get(f"/admin/people/?unit={house.branch}&post=agent"))
    assert "Olga" not in text_of(system.get(f"/admin/people/?unit={house.branch}"))
    assert "员工00" in text_of(system.get("/admin/people/?state=no_post"))
    assert "Alice" not in text_of(system.get("/admin/people/?state=no_sign_in"))
    assert "没有找到符合条件的人" in text_of(system.get("/admin/people/?q=没有"))
    seen: list[str] = []
    url = "/admin/people/"
    while url:
        shown = text_of(system.get(url))
        seen += re.findall(r'data-open href="/admin/people/(\d+)/"', shown)
        following = re.search(r'data-next href="([^"]+)"', shown)
        url = "/admin/people/" + following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 67


def test_units_are_founded_renamed_moved_and_closed(house: House, system: Client) -> None:
    made = {"name": "客服中心", "code": "KF", "kind": "branch", "parent": str(house.group)}
    assert "单位已建立" in text_of(system.post("/admin/units/new/", made, follow=True))
    unit = Unit.objects.get(code="KF")
    assert "客服中心" in text_of(system.get("/admin/units/"))
    system.post(f"/admin/units/{unit.pk}/describe/", {"name": "客服部", "head": "", "zone": ""})
    assert Unit.objects.get(code="KF").name == "客服部"
    bad = system.post(f"/admin/units/{unit.pk}/describe/", {"name": "客服部", "zone": "Mars/Base"})
    assert "没有“Mars/Base”这个时区" in text_of(bad)
    system.post(f"/admin/units/{unit.pk}/move/", {"to": str(house.branch)})
    assert Unit.objects.get(code="KF").parent_id == house.branch
    circle = system.post(f"/admin/units/{house.branch}/move/", {"to": str(unit.pk)})
    assert "单位不能移到自己的下级里" in text_of(circle)
    full = system.post(f"/admin/units/{house.branch}/close/", {})
    assert "任职没有结束" in text_of(full)
    system.post(f"/admin/units/{unit.pk}/close/", {})
    assert not Unit.objects.get(code="KF").is_active
    assert "已撤销" in text_of(system.get("/admin/units/"))


def test_the_posts_of_a_rulebook_say_who_holds_them_and_which_are_empty(house: House, system: Client) -> None:
    shown = text_of(system.get("/admin/posts/"))
    assert "Alice" in shown
    assert "空缺" in shown
    only = text_of(system.get("/admin/posts/?edition=DESK/1&empty"))
    assert "Alice" not in only


def test_channels_and_categories_say_how_they_are_and_where_they_are_changed(house: House, system: Client) -> None:
    shown = text_of(system.get("/admin/channels/"))
    for words in ("没有邮件服务器", "没有设置去处", "没有发放密钥", "设置邮件", "密钥由系统自己生成"):
        assert words in shown
    people.make_key(person=int(house["alice"]), name="网站", scopes=["cases:read"], at=now())
    assert "有效密钥 1 个" in text_of(system.get("/admin/channels/"))
    shown = text_of(system.get("/admin/categories/"))
    assert reverse("procedure", args=["DESK/1", "complaint"]) in shown
    assert "去改草稿" in shown
