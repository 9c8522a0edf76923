"""The audit log: who signed in, looked, changed rights, took data out; each entry takes in the one before it."""

from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """One thing somebody did that has to be accounted for; rows are only ever added, each chained to the last."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    """Sign-in, look, right, account, organisation, export, publication, override, machine."""
    act = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """None for the program itself, a command, and tries to sign in under a name."""
    subject = models.CharField(max_length=160, blank=True)
    """What it is about: `person:12`, `post:agent`, `customer:7`."""
    name = models.TextField(blank=True)
    """What that was called then."""
    detail = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)
    """Where the request came from, for sign-ins."""
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind="") & ~Q(act=""), name="audit_entry_says_what")]
        indexes = [
            models.Index(fields=["kind", "-id"], name="audit_by_kind"),
            models.Index(fields=["person", "-id"], name="audit_by_person"),
            models.Index(fields=["subject", "-id"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"


class AuditHead(models.Model):
    """How far the audit log goes; written with each entry, so that an end that was cut off shows."""

    count = models.BigIntegerField()
    last_id = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), name="audit_has_one_head")]

    def __str__(self) -> str:
        return f"{self.count} up to {self.last_id}"


class IntegrityCheck(models.Model):
    """Once that the worker went, or is to go, through the audit log and the ledger of cases, and what it found."""

    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """None for the one of every night."""
    asked_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    entries = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    subjects = models.IntegerField(default=0)
    seals = models.IntegerField(default=0)
    texts = models.IntegerField(default=0, db_default=0)
    """What was said on cases and could be compared."""
    texts_before = models.IntegerField(default=0, db_default=0)
    """What was said before its entries vouched for it."""
    faults = models.JSONField(default=list)
    """The first of them: kind, subject, place in its log, words; of the audit log with its row as place."""
    trouble = models.TextField(blank=True)
    """Why it could not be finished."""

    class Meta:
        indexes = [models.Index(fields=["-done_at"], name="integrity_newest")]
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(done_at=None), name="integrity_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {len(self.faults)}"
