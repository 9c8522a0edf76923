"""What has to be told: notices inside the house, and messages that leave it."""

from django.db import models
from django.db.models import Q

from shouwen.runtime.models.ledger import Subject


class Outbox(models.Model):
    """A message to the outside world, written with its cause and sent after it; the key makes it one."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        PARKED = "parked", "已停发"
        DROPPED = "dropped", "已放弃"

    dedupe_key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=16)
    to = models.CharField(max_length=254)
    payload = models.JSONField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    last_error = models.TextField(blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["not_before"], name="outbox_waiting", condition=Q(state="waiting"))]


class Notice(models.Model):
    """Something a person of the house is told."""

    person = models.CharField(max_length=32)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="notices", db_index=False)
    kind = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    clauses = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_of_person_by_time"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]
