"""Subjects, the chained log of their decisions, its seals, and the keys that make an act happen once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Subject(models.Model):
    """Something a rulebook runs; `state` is the folded log kept at hand, and can be made anew from the ledger."""

    kind = models.CharField(max_length=16)
    edition = models.CharField(max_length=80)
    procedure = models.CharField(max_length=80)
    unit = models.CharField(max_length=64)
    seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(max_length=32)
    state = models.TextField()
    next_wake = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    """From here on what people wrote is gone, and nothing can be done on it."""
    root_id = models.BigIntegerField()
    # Found by the index of `subject_child_once`.
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", db_index=False)
    parent_key = models.CharField(max_length=160, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_wake"], name="subject_due", condition=models.Q(next_wake__isnull=False)),
            models.Index(
                fields=["edition", "id"],
                name="subject_running",
                condition=models.Q(closed_at__isnull=True, parent__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "parent_key"], name="subject_child_once", condition=models.Q(parent__isnull=False)
            ),
        ]


class Ledger(models.Model):
    """One decision: what happened, what followed, why, by which edition; the database refuses change and removal."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="ledger", db_index=False)
    seq = models.IntegerField()
    kind = models.CharField(max_length=32)
    event = models.JSONField()
    effects = models.JSONField()
    facts = models.JSONField()
    rules = ArrayField(models.TextField())
    clauses = ArrayField(models.TextField())
    refused = models.BooleanField(default=False)
    edition = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    erased = models.BooleanField(default=False, db_default=False)
    """What people wrote was taken out of it; its hash is still that of what was decided."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="ledger_seq_once")]
        indexes = [
            models.Index(
                fields=["subject"],
                name="ledger_reopens",
                condition=models.Q(kind="ActRequested", event__act="reopen", refused=False),
            ),
        ]


class Seal(models.Model):
    """A stretch of the ledger in the order of its ids, and how far other logs went, closed for good; the next builds on it."""

    after_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    """The same as that of the seal before when only another log grew."""
    count = models.IntegerField()
    at = models.DateTimeField()
    prev_hash = models.BinaryField(max_length=32, unique=True)
    hash = models.BinaryField(max_length=32)
    logs = models.JSONField(default=dict, db_default={})
    """By the name of each: how many entries, the last of them, its hash."""


class Anchor(models.Model):
    """A seal that was lined up to be sent outside, and when."""

    last_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"up to {self.last_id} at {self.at}"


class ActKey(models.Model):
    """The answer an act was given, so that the same act sent again gets the same answer."""

    key = models.CharField(max_length=120, primary_key=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    seq = models.IntegerField(null=True)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()
