"""Where imported cases came from, which replies to them are still to come, and which of them say the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ImportRun(models.Model):
    """One file taken in for one case type and unit; begun again, it goes on where it stopped."""

    file_name = models.CharField(max_length=255)
    file_hash = models.CharField(max_length=64)
    case_type = models.CharField(max_length=80)
    unit = models.CharField(max_length=64)
    zone = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    """Field → heading in the file."""
    rows = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    """Rows whose cases came from another file before."""
    faulty = models.IntegerField(default=0)
    faults = models.JSONField(default=list)
    """The first of them: line, column, value, reason."""
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    replayed_until = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file_hash", "case_type", "unit"], name="import_run_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class ImportedRow(models.Model):
    """One line of a file and the case that was opened for it; the reply waits here until its time comes."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="lines")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    case_type = models.CharField(max_length=80)
    source_id = models.CharField(max_length=120)
    line = models.IntegerField()
    replied_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replayed_at = models.DateTimeField(null=True)
    """When the reply was let come; none while it has not."""
    refusal = models.TextField(blank=True)
    """Why the rules did not let the reply pass."""

    class Meta:
        constraints = [
            # The same message is never opened twice, whichever file it comes from.
            models.UniqueConstraint(fields=["case_type", "source_id"], name="imported_source_once"),
        ]
        indexes = [
            models.Index(
                fields=["run", "replied_at"],
                name="imported_reply_to_come",
                condition=models.Q(replayed_at__isnull=True, replied_at__isnull=False),
            ),
        ]


class Burst(models.Model):
    """Messages of different people about one matter within a short time; worked out anew whenever the run changes."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bursts")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    people = models.IntegerField()
    likeness = models.IntegerField()
    """Percent: the weakest tie that holds it together."""
    cases = ArrayField(models.BigIntegerField())
    """In the order in which they came."""

    class Meta:
        indexes = [models.Index(fields=["run", "first_at"], name="burst_of_run")]
