"""What leaves the house: once, after the cause, tried again, parked at last."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from tests.cases.house import AT, HOUR, House

from shouwen.runtime import outbox
from shouwen.runtime.mail import message_id
from shouwen.runtime.models import Outbox
from shouwen.runtime.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)


def add(key: str = "k", channel: str = "post") -> None:
    outbox.add(
        channel=channel, to="a@example.com", payload={"body": "您好", "subject_line": "通知"}, dedupe_key=key, at=AT
    )


def test_the_same_message_is_written_once() -> None:
    add()
    add()
    assert Outbox.objects.count() == 1


def test_a_message_is_sent_and_confirmed() -> None:
    sent: list[str] = []
    outbox.register_transport("post", lambda message: sent.append(message.to))
    add()
    assert outbox.send_waiting(now=AT) == 1
    assert outbox.send_waiting(now=AT + HOUR) == 0
    assert sent == ["a@example.com"]
    assert Outbox.objects.get().sent_at == AT


def test_a_sender_killed_between_claim_and_confirm_is_replaced_within_a_minute() -> None:
    sent: list[str] = []
    outbox.register_transport("post", lambda message: sent.append(message.dedupe_key))
    add()
    outbox.claim(now=AT, until=AT + outbox.LEASE, limit=10)
    assert outbox.send_waiting(now=AT + timedelta(seconds=1)) == 0
    assert outbox.send_waiting(now=AT + timedelta(seconds=59)) == 1
    assert sent == ["k"]


def test_a_failed_message_waits_longer_each_time_and_is_parked() -> None:
    def fail(message: outbox.Message) -> None:
        raise ConnectionError("the server does not answer")

    outbox.register_transport("post", fail)
    add()
    now = AT
    for _ in range(outbox.MOST_TRIES):
        assert outbox.send_waiting(now=now) == 1
        row = Outbox.objects.get()
        assert row.not_before > now
        now = row.not_before
    assert (row.state, row.tries) == ("parked", outbox.MOST_TRIES)
    assert "does not answer" in row.last_error
    assert outbox.send_waiting(now=now + timedelta(days=9)) == 0
    outbox.retry_parked(message_id=row.pk, at=now)
    assert Outbox.objects.get().state == "waiting"


def test_nothing_is_sent_inside_a_transaction() -> None:
    add()
    with pytest.raises(outbox.InsideTransaction), transaction.atomic():
        outbox.send_waiting(now=AT)


def test_a_message_of_an_unknown_channel_says_so() -> None:
    add(channel="pigeon")
    outbox.send_waiting(now=AT)
    assert "pigeon" in Outbox.objects.get().last_error


def test_what_a_rule_wants_told_at_once_goes_by_mail_with_number_and_clause(real_house: House) -> None:
    real_house.to_handling(real_house.open())
    sweep(now=AT + timedelta(days=3))
    assert outbox.send_waiting(now=AT + timedelta(days=3)) >= 1
    (row,) = Outbox.objects.filter(to=real_house["dora"], payload__kind="case.escalated")
    (letter,) = [each for each in mail.outbox if each.to == ["dora@example.com"] and "升级" in each.subject]
    assert "TS20260302-0001" in letter.subject
    assert "DESK-3" in letter.body
    first = outbox.Message(row.pk, row.dedupe_key, row.channel, row.to, row.payload, 1)
    assert letter.extra_headers["Message-ID"] == message_id(first)


def test_a_mail_subject_never_breaks_its_line(real_house: House) -> None:
    outbox.add(
        channel="email", to="a@example.com", payload={"body": "x", "subject_line": "a\r\nBcc: b@example.com"},
        dedupe_key="k", at=AT,
    )  # fmt: skip
    outbox.send_waiting(now=AT)
    assert [letter.subject for letter in mail.outbox] == ["a Bcc: b@example.com"]
