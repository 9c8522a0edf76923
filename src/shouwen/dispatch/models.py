"""Presence and its record, what somebody is able to do, who is on duty, every choice of a person, and hot spots."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class Presence(models.Model):
    """How somebody stands now; who never said anything is away."""

    class State(models.TextChoices):
        HERE = "here", "空闲"
        BUSY = "busy", "忙碌"
        BREAK = "break", "小休"
        AWAY = "away", "离开"

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=5, choices=State.choices, default=State.AWAY)
    before = models.CharField(max_length=5, choices=State.choices, blank=True)
    """What the person had said before silence made it `away`; empty where the person said so."""
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    capacity = models.SmallIntegerField(null=True)
    """How many tasks at once; None is what the rulebook says."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["here", "busy", "break", "away"]), name="presence_state_known"
            ),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=0), name="presence_capacity"),
        ]
        indexes = [models.Index(fields=["seen_at"], name="presence_silent", condition=~Q(state="away"))]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"


class PresenceSpell(models.Model):
    """A stretch of one state; the open one is the present."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=5, choices=Presence.State.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    by_silence = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["person", "-starts_at"], name="presence_spell_of_person")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ends_at__isnull=True), name="presence_spell_open")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state} {self.starts_at}"


class Ability(models.Model):
    """A skill, or the certificate of an exam, of one person."""

    class Kind(models.TextChoices):
        SKILL = "skill", "技能"
        CERTIFICATE = "certificate", "证书"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    name = models.CharField(max_length=80)
    """The value of the fact that skills are told by, or the name of the exam in the rulebook."""
    until = models.DateTimeField(null=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "name"], name="ability_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.name}"


class Choice(models.Model):
    """One choice of a person for a task, with everybody who was looked at and why; written by the rules or by nobody else."""

    class State(models.TextChoices):
        OFFERED = "offered", "待接单"
        GIVEN = "given", "已派给"
        TAKEN = "taken", "已接单"
        LAPSED = "lapsed", "超时未接"
        REFUSED = "refused", "已退单"
        NOBODY = "nobody", "无人可派"
        OVER = "over", "不再需要"

    subject = models.ForeignKey("runtime.Subject", on_delete=models.PROTECT, related_name="+", db_index=False)
    task = models.CharField(max_length=160)
    rule = models.CharField(max_length=160)
    clauses = ArrayField(models.TextField(), default=list)
    person = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=7, choices=State.choices)
    order = ArrayField(models.TextField())
    looked = models.JSONField()
    """In the order in which they were found fit, then those who were not: person, why, figures."""
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="choice_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "task"], condition=Q(state__in=["offered", "nobody"]), name="choice_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.task}: {self.state} {self.person}"


class HotSpot(models.Model):
    """Several people complained of the same within a while."""

    title = models.CharField(max_length=200)
    """As the first of its cases is titled."""
    case_type = models.CharField(max_length=80)
    unit = models.CharField(max_length=64)
    """The lowest unit that all of its cases stand in or under."""
    customers = models.IntegerField()
    least = models.IntegerField()
    days = models.IntegerField()
    likeness = models.IntegerField()
    source = models.CharField(max_length=200, blank=True)
    """The edition where figures stand; empty where all three are those of the settings."""
    found_at = models.DateTimeField()
    grown_at = models.DateTimeField()
    seen_by = models.CharField(max_length=32, blank=True)
    seen_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-grown_at"], name="hotspot_latest")]
        constraints = [models.CheckConstraint(condition=Q(customers__gte=F("least")), name="hotspot_is_one")]

    def __str__(self) -> str:
        return self.title


class HotSpotCase(models.Model):
    """A case belongs to one hot spot at most."""

    spot = models.ForeignKey(HotSpot, on_delete=models.CASCADE, related_name="cases")
    subject = models.OneToOneField("runtime.Subject", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.spot_id}: {self.subject_id}"


class InstantRange(Func):
    """`tstzrange(from, to)`: up to, not including, the end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class DutyShift(models.Model):
    """The duty roster: a person is on duty in a post of a unit from one instant up to another."""

    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.TextField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_shift_ends_after_start"),
            ExclusionConstraint(
                name="duty_shift_not_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (InstantRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="duty_shift_of_unit"),
            models.Index(fields=["ends_at", "starts_at"], name="duty_shift_by_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.post}@{self.unit_id} {self.starts_at}"
