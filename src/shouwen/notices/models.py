"""What somebody chose, the browsers that may be told, and letters that gather several notices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class NoticeChoice(models.Model):
    """How one person is told beyond the bell, by groups of notices; without a row, as `choosing` has it."""

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, primary_key=True, related_name="+")
    email = ArrayField(models.TextField(), default=list)
    push = ArrayField(models.TextField(), default=list)
    any_hour = models.BooleanField(default=False)
    """Outside working hours too; what a rule wants told at once comes at any hour anyway."""
    window_minutes = models.SmallIntegerField(default=10)
    """What comes within so long of the last letter waits and comes as one."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(window_minutes__gte=0) & Q(window_minutes__lte=1440), name="notice_window_within_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.email} {self.push}"


class PushDevice(models.Model):
    """One browser that agreed to be told; its address is its own secret."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    label = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="push_device_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.label}"


class Parcel(models.Model):
    """One letter with every notice of its person and way from the first up to the instant it is due."""

    person = models.CharField(max_length=32)
    channel = models.CharField(max_length=5)
    since = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "due_at"], name="parcel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.channel}: {self.since} → {self.due_at}"
