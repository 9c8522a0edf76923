"""Taking in: who calls, what looks alike, what is asked and what is not, and one act for what was solved at once."""

import json

import pytest
from django.test import Client
from tests.cases.counter import open_counter
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.models import Case, Message
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.runtime.models import Task
from shouwen.runtime.queries import state_of

pytestmark = pytest.mark.django_db
SAID = "厨房墙砖大面积空鼓，敲着响"


@pytest.fixture
def alice(house: House) -> Client:
    open_counter()
    return signed_in("alice")


def wang(house: House) -> int:
    """Taken down by Alice, who sees her for that."""
    contacts = [
        customers.NewContact(kind="phone", value="13812345678"),
        customers.NewContact(kind="phone", value="021-55556666"),
        customers.NewContact(kind="address", value="上海市杨浦区政民路 10 号"),
    ]
    made = customers.register_customer(name="王敏", contacts=contacts, by=int(house["alice"]), at=now())
    return made.pk


def sent(house: House, **more: str) -> dict[str, str]:
    typed = {
        "case_type": "matter",
        "unit": str(house.branch),
        "matter_form.channel": "phone",
        "matter_form.matter": SAID,
        "key": "k1",
    }
    return {**typed, **more}


def looked(client: Client, house: House, **more: str) -> str:
    return text_of(client.post("/cases/new/", sent(house, look="1", **more)))


def test_only_what_the_rulebook_asks_for_is_asked_and_the_matter_gives_the_title(house: House, alice: Client) -> None:
    answer = alice.post("/cases/new/", sent(house))
    assert answer.status_code == 302, text_of(answer)
    case = Case.objects.get()
    assert (case.title, case.content, case.channel) == (SAID, SAID, "phone")
    page = text_of(alice.get("/cases/new/?fresh=1"))
    more = page.partition('<details class="more"')[2].partition("</details>")[0]
    assert "matter_form.address" in more
    assert "matter_form.matter" not in more


def test_the_way_it_came_in_decides_what_is_asked(house: House, alice: Client) -> None:
    lacking = alice.post("/cases/new/", sent(house, **{"matter_form.channel": "letter"}))
    assert lacking.status_code == 422
    assert "“来函编号”必填" in text_of(lacking)
    letter = {"matter_form.channel": "letter", "matter_form.letter_no": "沪信 12"}
    assert alice.post("/cases/new/", sent(house, **letter)).status_code == 302
    # The next one of this desk comes by letter too, unless a number calls.
    assert 'value="letter" checked' in text_of(alice.get("/cases/new/?fresh=1&case_type=matter"))
    assert 'value="phone" checked' in text_of(alice.get("/cases/new/?fresh=1&case_type=matter&phone=13812345678"))


def test_the_limits_beside_the_form_are_those_that_the_engine_would_start(house: House, alice: Client) -> None:
    by_phone = looked(alice, house)
    assert "十分钟内回拨" in by_phone
    assert "一日内答复" in by_phone
    by_letter = looked(alice, house, **{"matter_form.channel": "letter", "matter_form.letter_no": "1"})
    assert "十分钟内回拨" not in by_letter
    assert "一日内答复" in by_letter
    assert Case.objects.count() == 0


def test_a_number_shows_the_customer_with_open_cases_and_last_contacts(house: House, alice: Client) -> None:
    number = wang(house)
    case_id = house.open(now(), customer=number, title="窗户漏风")
    alice.post(f"/cases/{case_id}/message/", {"kind": "reply", "text": "师傅明天上午到", "key": "m"})
    shown = text_of(alice.get("/cases/new/caller/?phone=tel:+86 138-1234-5678"))
    assert "王敏" in shown
    assert "窗户漏风" in shown
    assert "师傅明天上午到" in shown
    assert "13812345678" not in shown


def test_what_the_dossier_knows_is_not_asked_again_and_comes_hidden(house: House, alice: Client) -> None:
    number = wang(house)
    answer = alice.post("/cases/new/", sent(house, customer=str(number)))
    case = Case.objects.get()
    facts = state_of(case.pk).facts
    assert facts["matter_form.phone"] == "13812345678"
    assert facts["matter_form.address"] == "上海市杨浦区政民路 10 号"
    assert "13812345678" not in text_of(alice.get(answer["Location"]))


def test_the_same_words_and_the_same_customer_are_told_with_likeness_and_reason(house: House, alice: Client) -> None:
    number = wang(house)
    house.open(now(), customer=number, title="墙砖空鼓", content=SAID)
    shown = looked(alice, house, customer=str(number))
    assert "可能已经登记过" in shown
    assert "100%" in shown
    assert "同一客户" in shown
    assert "说的是同一件事" in shown
    assert "可能已经登记过" not in looked(alice, house, **{"matter_form.matter": "电梯门关得太快夹到人"})


def test_joining_adds_the_words_to_the_case_that_is_there_and_opens_none(house: House, alice: Client) -> None:
    first = house.open(now(), title="墙砖空鼓", content=SAID)
    answer = alice.post("/cases/new/", sent(house, into=str(first)))
    assert answer["Location"] == f"/cases/{first}/"
    assert Case.objects.count() == 1
    message = Message.objects.get()
    assert (message.kind, message.text) == ("inbound", SAID)
    # Twice pressed is once said.
    alice.post("/cases/new/", sent(house, into=str(first)))
    assert Message.objects.count() == 1


def test_nothing_is_joined_to_a_case_that_is_closed_or_out_of_sight(house: House, alice: Client) -> None:
    first = house.open(now(), title="墙砖空鼓", content=SAID)
    assert signed_in("olga").post("/cases/new/", sent(house, into=str(first))).status_code == 404
    signed_in("dora").post(f"/cases/{first}/act/", {"act": "withdraw", "reason": "客户撤回"})
    refused = alice.post("/cases/new/", sent(house, into=str(first)))
    assert refused.status_code == 422
    assert "不能并入" in text_of(refused)
    assert Message.objects.count() == 0


def test_solved_on_the_spot_is_one_act_with_every_gate(house: House, alice: Client) -> None:
    solved = {"solve": "1", "heard.area": "hollow", "heard.sorry": "true", "solution.how": "现场补了胶"}
    answer = alice.post("/cases/new/", sent(house, **solved))
    assert answer.status_code == 302, text_of(answer)
    case = Case.objects.get()
    assert case.closed_at is not None
    assert state_of(case.pk).facts["heard.said"] == SAID
    assert state_of(case.pk).facts["heard.heard_at"]
    assert "已登记并当场解决" in text_of(alice.get(answer["Location"]))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"heard.area": "hollow", "solution.how": "补了胶"}, "“已致歉”必填"),
        ({"heard.area": "hollow", "heard.sorry": "false", "solution.how": "补了胶"}, "已致歉"),
        ({"heard.area": "hollow", "heard.sorry": "true"}, "“怎么解决的”必填"),
    ],
)
def test_what_a_gate_or_a_form_does_not_let_pass_leaves_nothing_behind(
    house: House, alice: Client, typed: dict[str, str], words: str
) -> None:
    answer = alice.post("/cases/new/", sent(house, solve="1", phone="13900001111", **typed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Case.objects.count() == 0
    assert Customer.objects.count() == 0
    assert SAID in text_of(alice.get("/cases/new/"))


def test_ticks_and_the_category_wait_filled_in_at_the_first_step(house: House, alice: Client) -> None:
    page = text_of(alice.get("/cases/new/?fresh=1&case_type=matter"))
    assert 'name="heard.sorry" value="true"' in page
    answer = alice.post("/cases/new/", sent(house, **{"heard.sorry": "true", "heard.area": "lawn"}))
    case = Case.objects.get()
    facts = state_of(case.pk).facts
    assert facts["heard.sorry"] is True
    assert facts["heard.area"] == "lawn"
    step = text_of(alice.get(answer["Location"]))
    assert 'value="lawn" checked' in step
    assert Task.objects.filter(subject=case.pk, state="open").count() == 1


def test_kinds_are_found_by_pinyin_initials_and_synonyms(house: House, alice: Client) -> None:
    page = text_of(alice.get("/cases/new/?fresh=1"))
    for keys in ("窗口事项|chuangkoushixiang|cksx|上门|", "空鼓|konggu|kg|瓷砖|cizhuan|cz|"):
        assert f'data-keys="{keys}' in page
    assert 'data-field="heard.area" data-value="hollow" data-words="窗口事项 › 空鼓"' in page


def test_another_severity_than_the_rules_say_takes_a_reason(house: House, alice: Client) -> None:
    assert "依规则 <b>一般</b>" in looked(alice, house)
    without = alice.post("/cases/new/", sent(house, **{"grade:weight": "heavy"}))
    assert without.status_code == 422
    assert "“改判理由”必填" in text_of(without)
    told = {"grade:weight": "heavy", "why:weight": "家里有老人"}
    answer = alice.post("/cases/new/", sent(house, **told))
    assert answer.status_code == 302
    assert "家里有老人" in text_of(alice.get(answer["Location"]))
    assert state_of(Case.objects.get().pk).facts["weight"] == "heavy"


def test_urgency_takes_a_reason_that_stands_on_the_case(house: House, alice: Client) -> None:
    refused = alice.post("/cases/new/", sent(house, urgent="1"))
    assert refused.status_code == 422
    assert "“紧急的理由”必填" in text_of(refused)
    answer = alice.post("/cases/new/", sent(house, urgent="1", urgent_because="砖要掉下来"))
    assert Case.objects.get().urgent
    assert "紧急：砖要掉下来" in text_of(alice.get(answer["Location"]))


def test_nobody_is_kept_of_whom_wants_to_stay_unnamed(house: House, alice: Client) -> None:
    who = {"matter_form.name": "赵先生", "matter_form.phone": "13900002222", "phone": "13900002222"}
    assert alice.post("/cases/new/", sent(house, anonymous="1", **who)).status_code == 302
    case = Case.objects.get()
    assert case.customer_id is None
    assert Customer.objects.count() == 0
    assert not {"matter_form.name", "matter_form.phone"} & set(state_of(case.pk).facts)


def test_where_the_rulebook_wants_names_the_page_says_so_and_offers_no_way_round(house: House, alice: Client) -> None:
    page = text_of(alice.get("/cases/new/?fresh=1&case_type=tip"))
    assert "匿名举报不予受理" in page
    assert 'name="anonymous"' not in page
    assert 'name="anonymous"' in text_of(alice.get("/cases/new/?fresh=1&case_type=matter"))


def test_no_page_sets_what_the_rulebook_does_not_judge(house: House, alice: Client) -> None:
    wicked = {"grade:area": "bill", "why:area": "x", "grade:weight": "enormous", "grade:made_up": "1"}
    assert alice.post("/cases/new/", sent(house, **wicked)).status_code == 302
    facts = state_of(Case.objects.get().pk).facts
    assert facts["weight"] == "light"
    assert not {"area", "made_up"} & set(facts)


def test_a_type_that_is_not_there_is_told_and_nothing_is_lost(house: House, alice: Client) -> None:
    answer = alice.post("/cases/new/", sent(house, case_type="no_such"))
    assert answer.status_code == 422
    assert "这个单位不能登记这类事项" in text_of(answer)
    assert SAID in text_of(alice.get("/cases/new/?case_type=matter"))


def test_where_names_are_wanted_the_tick_does_nothing(house: House, alice: Client) -> None:
    typed = {"case_type": "tip", "tip_form.what": "有人私收费用", "tip_form.name": "赵先生", "anonymous": "1"}
    assert alice.post("/cases/new/", sent(house, **typed)).status_code == 302
    assert state_of(Case.objects.get().pk).facts["tip_form.name"] == "赵先生"


def test_starting_over_drops_what_was_kept_once_and_what_is_typed_then_is_kept(house: House, alice: Client) -> None:
    kept = json.dumps({"case_type": ["matter"], "matter_form.matter": ["旧的一句"]})
    alice.post("/cases/new/draft/", kept, content_type="application/json")
    assert "旧的一句" in text_of(alice.get("/cases/new/"))
    assert alice.post("/cases/new/", {"fresh": "1"})["Location"] == "/cases/new/"
    assert "旧的一句" not in text_of(alice.get("/cases/new/"))
    alice.post("/cases/new/draft/", kept.replace("\\u65e7", "\\u65b0"), content_type="application/json")
    assert "新的一句" in text_of(alice.get("/cases/new/"))


def test_a_page_that_sends_by_itself_is_led_to_the_case_and_a_second_sending_opens_no_second(
    house: House, alice: Client
) -> None:
    part = {"HX-Request": "true"}
    first = alice.post("/cases/new/", sent(house), headers=part)
    assert first["HX-Redirect"] == f"/cases/{Case.objects.get().pk}/"
    assert alice.post("/cases/new/", sent(house), headers=part)["HX-Redirect"] == first["HX-Redirect"]
    assert Case.objects.count() == 1


def test_who_else_called_stands_on_the_line_and_is_found_by_the_number(house: House, alice: Client) -> None:
    first = house.open(now(), case_type="matter", fields={"channel": "phone", "matter": SAID}, title=SAID)
    told = {"into": str(first), "phone": "13955550001", "demand": "尽快来修", "key": "k2"}
    assert alice.post("/cases/new/", sent(house, **told)).status_code == 302
    shown = text_of(alice.get(f"/cases/{first}/"))
    assert "另一位来电人" in shown
    assert "139****0001" in shown
    assert "客户要求：尽快来修" in shown
    assert "13955550001" not in shown
    found = text_of(signed_in("dora").get("/search/quick/?q=13955550001"))
    assert f"/cases/{first}/" in found


def test_the_customer_of_the_case_who_calls_again_is_nobody_else(house: House, alice: Client) -> None:
    assert alice.post("/cases/new/", sent(house, phone="13955550001", key="k0")).status_code == 302
    first = Case.objects.get().pk
    alice.post("/cases/new/", sent(house, into=str(first), phone="13955550001", key="k2"))
    assert "另一位来电人" not in text_of(alice.get(f"/cases/{first}/"))
    assert Message.objects.get().customer is None


def test_the_clauses_that_ask_for_what_must_be_filled_stand_beside_it(house: House, alice: Client) -> None:
    page = text_of(alice.get("/cases/new/?fresh=1&case_type=matter"))
    form = page.partition('id="kind-form"')[2]
    said = form.partition("标 * 的必填")[2].partition("</p>")[0]
    assert '<span class="clause"' in said
    assert ">1 </span>" in said


def test_what_the_rules_judge_is_shown_with_its_clause(house: House, alice: Client) -> None:
    side = looked(alice, house).partition('id="new-side"')[2]
    judged = side.partition("依规则 <b>一般</b>")[2].partition("<select")[0]
    assert ">1 </span>" in judged
