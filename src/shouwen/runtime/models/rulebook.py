"""Which rulebooks run here, and which workers are alive."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class InstalledRulebook(models.Model):
    """One edition in use: where it is written, from which day, for which units, with the figures somebody confirmed."""

    key = models.CharField(max_length=80, unique=True)
    path = models.TextField(blank=True)
    """The folder it was installed from; empty for one that was published from a draft."""
    files = models.JSONField(default=dict)
    """Names and texts of an edition published from a draft, so that every process has them wherever it runs."""
    content_hash = models.CharField(max_length=64)
    in_force = models.DateField()
    units = ArrayField(models.TextField(), default=list)
    retired_on = models.DateField(null=True)
    """From this day no case begins under it; those that run keep it."""
    parameters = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class EditionEntry(models.Model):
    """What was done with an edition after it was written: taken into use, retired, kept after all; rows are only added."""

    edition = models.CharField(max_length=80)
    what = models.CharField(max_length=16)
    day = models.DateField(null=True)
    units = ArrayField(models.TextField(), default=list)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["edition", "-id"], name="entry_of_edition")]

    def __str__(self) -> str:
        return f"{self.edition} {self.what}"


class ConfirmedFigure(models.Model):
    """Somebody settled what a rulebook leaves open; each time a new row, the newest of a figure holds."""

    edition = models.CharField(max_length=80)
    parameter = models.TextField()
    before = models.TextField(null=True)
    """What it stood at until then; None where nothing was written, or for a reading of the text."""
    value = models.TextField(null=True)
    """None for a reading of the text, which is confirmed as it stands."""
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["edition", "parameter", "-id"], name="confirmed_figure")]

    def __str__(self) -> str:
        return f"{self.edition} {self.parameter}: {self.value}"


class JobRun(models.Model):
    """How a job of the worker went last."""

    name = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    """In a row, since it was done last."""
    error = models.TextField(blank=True)
    wanted = models.BooleanField(default=False)
    """Somebody does not want to wait for its turn."""

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A worker process and when it was last seen; the page of the administrator shows silence."""

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    late_seconds = models.FloatField(default=0)
