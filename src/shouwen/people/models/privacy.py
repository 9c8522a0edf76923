"""Identities kept apart under a handle, and the record of everybody who looked at a hidden value."""

from django.db import models
from django.db.models import Q


class SealedIdentity(models.Model):
    """A value that only a few may read; everything else knows its handle."""

    handle = models.UUIDField(primary_key=True)
    key_id = models.TextField()
    """Which key sealed it, so that keys can be changed."""
    sealed = models.BinaryField()
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.handle)


class AccessLog(models.Model):
    """Somebody read a value that is hidden by default; rows are only ever added."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    subject = models.TextField()
    """What it is about: `customer:12`, `sealed:<handle>`."""
    field = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="access_log_says_why")]
        indexes = [
            models.Index(fields=["subject", "at"], name="access_log_by_subject"),
            models.Index(fields=["person", "at"], name="access_log_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.subject}.{self.field}"
