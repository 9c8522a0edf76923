"""Units, persons, who holds which post when, who stands in, and what a post lets one see."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower


class DateRange(Func):
    """`daterange(first, last, '[]')`: both days belong to it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class InstantRange(Func):
    """`tstzrange(from, to)`: up to, not including, the end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Unit(models.Model):
    """A place in the organisation: group, centre, region, branch, department; the words come from the rulebook."""

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.TextField(editable=False)
    """Ids from the top down to the unit itself, `/1/4/9/`: a subtree is what begins with it."""
    kind = models.TextField()
    name = models.TextField()
    code = models.TextField()
    is_department = models.BooleanField(default=False)
    """A department belongs to the level it hangs on and is no level of its own."""
    head_post = models.TextField(blank=True)
    """The post that leads the unit; empty when it follows from who stands above whom."""
    zone = models.TextField(blank=True)
    """Time zone; empty is the one of the unit above."""
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("code"), name="unit_code_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code="") & ~Q(kind=""), name="unit_is_named"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="unit_subtree")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who works here; not everybody signs in."""

    class Office(models.TextChoices):
        """One of three administrators; one column, so that nobody is two of them."""

        NONE = "", "—"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    name = models.TextField()
    sort_key = models.TextField()
    initials = models.TextField()
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    employee_no = models.TextField(blank=True)
    office = models.TextField(choices=Office.choices, default=Office.NONE, blank=True)
    left_on = models.DateField(null=True, blank=True)
    """Last day here; None while the person works here."""
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who takes over the open work."""
    gone_at = models.DateTimeField(null=True, blank=True)
    """When the sign-in was closed and the open work handed over."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_is_named"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="person_not_own_successor"
            ),
            models.UniqueConstraint(Lower("employee_no"), condition=~Q(employee_no=""), name="person_employee_no_once"),
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_by_name"),
            models.Index(fields=["left_on"], condition=Q(gone_at__isnull=True), name="person_leaving"),
        ]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """A person holds a post in a unit, from the first day to the last."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.TextField()
    """The post's name in the rulebook."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """Last day in the post; None while it goes on."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="holding_ends_after_start"
            ),
            ExclusionConstraint(
                name="holding_not_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(fields=["unit", "post"], name="holding_by_unit")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.post}@{self.unit_id}"


class Absence(models.Model):
    """A person is away, and perhaps somebody stands in; a stand-in's own stand-in is never asked."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    procedures = ArrayField(models.TextField(), default=list, blank=True)
    """Case types that it is about; empty is all of them."""
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("person")), name="absence_not_by_oneself"
            ),
            ExclusionConstraint(
                name="absence_not_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (InstantRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(procedures=[]),
            ),
        ]
        indexes = [models.Index(fields=["substitute", "ends_at"], name="absence_by_substitute")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_at:%Y-%m-%d}–{self.ends_at:%Y-%m-%d}"


class PostScope(models.Model):
    """What holders of a post may do, and how far from their own unit."""

    class Reach(models.TextChoices):
        OWN = "own", "本人"
        UNIT = "unit", "本单位"
        SUBTREE = "subtree", "本单位及下级"
        ALL = "all", "全部"

    post = models.TextField()
    unit_kind = models.TextField(blank=True)
    """Only when the post is held in a unit of this kind; empty is any."""
    reach = models.TextField(choices=Reach.choices)
    acts = ArrayField(models.TextField())
    """Names of acts, `see` for reading; `*` is every act."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "unit_kind", "reach"], name="post_scope_once"),
            models.CheckConstraint(
                condition=Q(reach__in=["own", "unit", "subtree", "all"]), name="post_scope_reach_known"
            ),
            models.CheckConstraint(condition=Q(acts__len__gt=0), name="post_scope_has_acts"),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.reach}"


class OrganisationVersion(models.Model):
    """One row that changes with every change of the organisation, so that a process knows its copy is old."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    organisation = models.UUIDField()
    calendar = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="organisation_version_is_one")]

    def __str__(self) -> str:
        return str(self.organisation)
