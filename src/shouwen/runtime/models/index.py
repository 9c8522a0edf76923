"""Tasks, clocks and findings: an index of what the decisions said, made to be looked up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shouwen.runtime.models.ledger import Subject


class Clock(models.Model):
    """A limit of a subject; open until it is stopped."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    key = models.CharField(max_length=160)
    rule = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    clauses = ArrayField(models.TextField(), default=list)
    task = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, blank=True)
    late_seconds = models.BigIntegerField(default=0)
    mode = models.CharField(max_length=8)
    promise = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="clock_open_due", condition=Q(stopped_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["subject", "key"], name="clock_key_once")]


class Task(models.Model):
    """Something somebody has to do on a subject."""

    class State(models.TextChoices):
        OPEN = "open", "待办"
        DONE = "done", "已办"
        WITHDRAWN = "withdrawn", "已撤回"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    key = models.CharField(max_length=160)
    step = models.CharField(max_length=160, blank=True)
    visit = models.IntegerField(default=1)
    member = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    house_state = models.CharField(max_length=20)
    join = models.CharField(max_length=4, default="one")
    take = models.BooleanField(default=False)
    taken_by = models.CharField(max_length=32, blank=True)
    done_by = ArrayField(models.TextField(), default=list)
    fill = ArrayField(models.TextField(), default=list)
    approve = models.BooleanField(default=False)
    clauses = ArrayField(models.TextField(), default=list)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=80, blank=True)
    seatless = models.BooleanField(default=False, db_default=False)
    """Nobody was named for it: whoever handles the case does it."""

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at"], name="task_supervision", condition=Q(key__startswith="supervise!")),
            models.Index(fields=["taken_by"], name="task_taken", condition=Q(state="open") & ~Q(taken_by="")),
            models.Index(fields=["subject"], name="task_seatless", condition=Q(state="open", seatless=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["subject", "key"], name="task_key_once")]


class TaskSeat(models.Model):
    """One seat a task belongs to: a post in a unit, a person, or somebody outside."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="seats")
    post = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=32, blank=True)
    outside = models.CharField(max_length=80, blank=True)
    barred = ArrayField(models.TextField(), default=list)
    is_open = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True)
    """The task's, so that the most pressing of somebody's tasks are found without looking at all of them."""

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "due_at", "task"], name="seat_of_person", condition=Q(is_open=True) & ~Q(person="")
            ),
            models.Index(
                fields=["unit", "post", "due_at", "task"],
                name="seat_of_post",
                condition=Q(is_open=True) & Q(person=""),
            ),
            # Few seats bar anybody: those of approvals, against who asks for them.
            models.Index(
                fields=["unit", "post"],
                name="seat_that_bars",
                condition=Q(is_open=True, person="") & ~Q(barred=[]),
            ),
        ]


class Finding(models.Model):
    """How one rule fared on one subject, once for each clause it carries out: compliance is a query over these."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="findings", db_index=False)
    rule = models.CharField(max_length=160)
    key = models.CharField(max_length=200)
    clause = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=10)
    mode = models.CharField(max_length=8)
    note = models.TextField(blank=True)
    is_limit = models.BooleanField(default=False)
    """A limit that was met or not, as against a step done, a gate passed, a paper there."""
    late_seconds = models.BigIntegerField(default=0)
    took_seconds = models.BigIntegerField(null=True)
    edition = models.CharField(max_length=80)
    unit = models.CharField(max_length=64)
    person = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "at"], name="finding_by_edition"),
            models.Index(
                fields=["-id"],
                name="finding_let_pass",
                condition=Q(result="overridden") | Q(result="broken", mode="warn", is_limit=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject", "rule", "key", "clause"], name="finding_once"),
        ]
