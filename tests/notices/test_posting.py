"""Held until work begins, merged into one, told at once where the rulebook wants it: with exact instants."""

from datetime import datetime, timedelta

from django.core import mail
from tests.cases.house import AT, HOUR, House
from tests.notices.test_webpush import AUTH, GOOD, KEY

from shouwen.cases import actions as cases
from shouwen.notices import actions
from shouwen.notices.models import Parcel
from shouwen.notices.transports import Answer, push_parcel
from shouwen.notices.webpush import Device
from shouwen.notices.words import GROUPS
from shouwen.runtime import outbox
from shouwen.runtime.models import Outbox
from shouwen.runtime.sweep import sweep
from shouwen.runtime.telling import tell

MINUTE = timedelta(minutes=1)
EVENING = AT + 10 * HOUR  # Monday, 19:00 in Shanghai
MORNING = AT + 24 * HOUR


def choose(house: House, name: str, *, email: tuple[str, ...] = (), push: tuple[str, ...] = (), **more: object) -> None:
    given = {"any_hour": False, "window_minutes": 10, "at": AT, **more}
    actions.choose(person=int(house[name]), email=email, push=push, **given)  # type: ignore[arg-type]  # as it takes them


def dues(house: House, name: str) -> list[tuple[str, datetime]]:
    rows = Outbox.objects.filter(to=house[name]).order_by("not_before", "id")
    return [(row.channel, row.not_before) for row in rows]


def told(house: House, name: str, at: object, text: str = "请看", kind: str = "task.transferred") -> None:
    tell(persons=[house[name]], kind=kind, text=text, at=at)  # type: ignore[arg-type]  # an instant


def test_who_chose_nothing_gets_limits_and_pushes_in_working_hours_and_at_once_only_what_a_rule_wants(
    house: House,
) -> None:
    told(house, "lee", AT)
    assert dues(house, "lee") == []
    for minute, kind in enumerate(("case.urged", "clock.missed", "case.supervised")):
        told(house, "lee", EVENING + minute * MINUTE, kind=kind)
    assert dues(house, "lee") == [("email_parcel", MORNING)]
    tell(persons=[house["lee"]], kind="rule", text="立即上报", urgent=True, at=EVENING)
    assert ("email", EVENING) in dues(house, "lee")


def test_an_urging_and_missed_limits_at_night_are_one_letter_in_the_morning(real_house: House) -> None:
    house = real_house
    choose(house, "alice", email=("limits", "pushes"))
    opened = [house.open(AT + 9 * HOUR, title=f"第{n}件") for n in range(3)]
    for case_id in opened:
        cases.urge(case_id=case_id, reason="请快一点", by=house["lee"], at=EVENING)
    sweep(now=EVENING + 2 * HOUR)
    assert {channel for channel, _due in dues(house, "alice")} == {"email_parcel"}
    assert [due for _channel, due in dues(house, "alice") if due >= EVENING] == [MORNING]
    outbox.send_waiting(now=MORNING - MINUTE)
    before = len(mail.outbox)
    outbox.send_waiting(now=MORNING)
    assert len(mail.outbox) == before + 1
    letter = mail.outbox[-1].body
    assert [letter.count(f"第{n}件：请快一点") for n in range(3)] == [1, 1, 1]
    assert "已超时" in letter


def test_many_in_a_window_become_one_letter(house: House) -> None:
    choose(house, "lee", email=("work",))
    for minute in (0, 1, 4, 9):
        told(house, "lee", AT + minute * MINUTE)
    assert dues(house, "lee") == [("email_parcel", AT), ("email_parcel", AT + 10 * MINUTE)]
    told(house, "lee", AT + 12 * MINUTE)
    assert dues(house, "lee")[-1] == ("email_parcel", AT + 20 * MINUTE)


def test_after_work_it_is_held_until_work_begins_and_comes_as_one(real_house: House) -> None:
    house = real_house
    choose(house, "lee", email=("work",))
    for minute in range(5):
        told(house, "lee", EVENING + minute * MINUTE, text=f"第{minute}件")
    assert dues(house, "lee") == [("email_parcel", MORNING)]
    assert outbox.send_waiting(now=MORNING - timedelta(seconds=1)) == 0
    assert outbox.send_waiting(now=MORNING) == 1
    (letter,) = mail.outbox
    assert letter.to == ["lee@example.com"]
    assert letter.subject == "【首问】5 条通知"
    assert all(f"第{minute}件" in letter.body for minute in range(5))
    assert outbox.send_waiting(now=MORNING + HOUR) == 0


def test_what_was_read_in_the_house_meanwhile_is_not_told_again(real_house: House) -> None:
    house = real_house
    choose(house, "lee", email=("work",))
    told(house, "lee", EVENING, text="读过的")
    cases.read_notices(person=house["lee"], at=EVENING + MINUTE)
    told(house, "lee", EVENING + 2 * MINUTE, text="没读的")
    outbox.send_waiting(now=MORNING)
    (letter,) = mail.outbox
    assert "没读的" in letter.body
    assert "读过的" not in letter.body


def test_if_all_was_read_no_letter_goes(real_house: House) -> None:
    choose(real_house, "lee", email=("work",))
    told(real_house, "lee", EVENING)
    cases.read_notices(person=real_house["lee"], at=EVENING + MINUTE)
    assert outbox.send_waiting(now=MORNING) == 1
    assert mail.outbox == []


def test_what_the_rulebook_wants_told_at_once_waits_for_no_morning_and_no_window(house: House) -> None:
    choose(house, "dora", email=tuple(GROUPS))
    case_id = house.open(AT + 9 * HOUR)
    cases.urge(case_id=case_id, reason="客户来电", by=house["lee"], at=EVENING)
    house.to_handling(case_id, EVENING)
    sweep(now=EVENING + 9 * HOUR)
    escalated = EVENING + 8 * HOUR
    rows = Outbox.objects.filter(to=house["dora"], payload__kind="case.escalated")
    assert [(row.channel, row.not_before) for row in rows] == [("email", EVENING + 9 * HOUR)]
    assert escalated < MORNING


def test_who_does_not_want_mail_gets_none_even_if_it_is_urgent(house: House) -> None:
    choose(house, "lee", email=("at_once",))
    choose(house, "lee", email=())
    tell(persons=[house["lee"]], kind="case.escalated", text="升级", urgent=True, at=EVENING)
    assert dues(house, "lee") == []


def test_only_the_groups_that_were_chosen(house: House) -> None:
    choose(house, "lee", email=("approvals",), push=("work",), any_hour=True)
    told(house, "lee", EVENING, kind="approval.asked")
    told(house, "lee", EVENING, kind="task.given")
    told(house, "lee", EVENING, kind="hotspot.found")
    assert set(dues(house, "lee")) == {("email_parcel", EVENING), ("push_parcel", EVENING)}


def test_without_a_window_each_goes_by_itself(house: House) -> None:
    choose(house, "lee", email=("work",), window_minutes=0)
    for minute in (0, 1):
        told(house, "lee", AT + minute * MINUTE)
    assert dues(house, "lee") == [("email_parcel", AT), ("email_parcel", AT + MINUTE)]


def test_two_hundred_events_within_a_minute_are_two_letters(real_house: House) -> None:
    house = real_house
    choose(house, "lee", email=("work",), push=("work",))
    for place in range(200):
        told(house, "lee", AT + place * timedelta(milliseconds=300), text=f"第{place}件")
    assert Outbox.objects.filter(to=house["lee"]).count() == 4, "the first at once and the rest together, in two ways"
    outbox.send_waiting(now=AT)
    outbox.send_waiting(now=AT + 10 * MINUTE)
    first, rest = mail.outbox
    assert ("第0件" in first.body, first.subject.endswith("第0件")) == (True, True)
    assert rest.subject == "【首问】199 条通知"
    assert (rest.body.count("\n"), "另有 169 条" in rest.body) == (30, True)


def message(house: House, **payload: object) -> outbox.Message:
    return outbox.Message(1, "k", "push", house["lee"], payload, 1)


class Service:
    """A push service that remembers what it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, str], bytes]] = []

    def __call__(self, endpoint: str, headers: dict[str, str], body: bytes) -> Answer:
        self.sent.append((endpoint, headers, body))
        return Answer(201)


def with_device(house: House) -> None:
    actions.add_device(person=int(house["lee"]), device=Device(GOOD, KEY, AUTH), label="Chrome", at=AT)


def test_a_parcel_by_push_tells_how_many(house: House) -> None:
    with_device(house)
    choose(house, "lee", push=("work",))
    told(house, "lee", EVENING)
    told(house, "lee", EVENING + MINUTE)
    service = Service()
    push_parcel(message(house, parcel=Parcel.objects.get().pk), service)
    assert len(service.sent) == 1
