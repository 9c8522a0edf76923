"""Terms of keeping with who asked and who agreed, holds, and certificates of what was erased."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Term(models.Model):
    """How many months records of one class are kept; of the agreed ones the newest counts. Rows are never changed back."""

    class State(models.TextChoices):
        WAITING = "waiting", "待第二人同意"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "不同意"
        REPLACED = "replaced", "已另提"

    kind = models.CharField(max_length=16)
    book = models.CharField(max_length=80, blank=True)
    """Cases: the rulebook without its edition; empty for all."""
    case_type = models.CharField(max_length=80, blank=True)
    months = models.PositiveSmallIntegerField(null=True)
    """None keeps them for good."""
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opinion = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="term_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "book", "case_type"], condition=Q(state="waiting"), name="term_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="term_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(months__isnull=True) | Q(months__gte=1), name="term_of_a_month_at_least"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(decided_by__isnull=False), name="term_agreed_by_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.book} {self.case_type} {self.months}"


class Hold(models.Model):
    """Nothing of this case or customer is erased until somebody lifts it."""

    class Kind(models.TextChoices):
        CASE = "case", "事项"
        CUSTOMER = "customer", "客户"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = models.BigIntegerField()
    number = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], condition=Q(lifted_at=None), name="hold_one_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Certificate(models.Model):
    """One batch that was erased: of which class, under which term, how many and which numbers; nothing of what stood in them."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="certificates")
    before = models.DateTimeField()
    """Whatever ended before this instant was past its time."""
    count = models.IntegerField()
    labels = ArrayField(models.TextField())
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="certificate_newest")]

    def __str__(self) -> str:
        return f"{self.term_id}: {self.count}"
