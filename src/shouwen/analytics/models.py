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


class GuessModel(models.Model):
    """What was counted in one rulebook's cases to guess the kind of a new one; the newest of a rulebook is used."""

    rulebook = models.CharField(max_length=80)
    trained_at = models.DateTimeField()
    cases = models.IntegerField()
    """Learnt from."""
    held_out = models.IntegerField()
    """Cases of a first round that were kept aside to measure."""
    right = models.IntegerField()
    commonest = models.IntegerField()
    """Right, had the commonest kind been guessed each time."""
    speaks = models.BooleanField()
    """Whether it knows enough to say anything."""
    temperature = models.FloatField()
    labels = models.JSONField()
    """Kind → cases of it."""
    pieces = models.JSONField()
    """Piece of text → kind → cases that hold it; emptied when a newer one takes over."""

    class Meta:
        indexes = [models.Index(fields=["rulebook", "-id"], name="guess_newest_of_rulebook")]

    def __str__(self) -> str:
        return f"{self.rulebook} {self.trained_at:%Y-%m-%d}"


class GuessAnswer(models.Model):
    """A guess that somebody saw when they took a case in, and what they made of it."""

    model = models.ForeignKey(GuessModel, on_delete=models.PROTECT, related_name="answers")
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=240)
    confidence = models.IntegerField()
    """Percent."""
    chosen = models.CharField(max_length=240)
    accepted = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["model", "at"], name="guess_answers_of_model")]

    def __str__(self) -> str:
        return f"{self.label} → {self.chosen}"
