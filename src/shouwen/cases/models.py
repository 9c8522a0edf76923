"""Cases as they are listed and searched, what was said on them, and what people keep for themselves."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

WAITING_STATES = ("waiting_customer", "suspended", "to_take")
"""In which somebody else has to move first; few cases at a time, and each is looked for by its state."""


class Case(models.Model):
    """One 事项. What the rules decided stands in the subject; this is what people typed and what lists show of both."""

    subject = models.OneToOneField("runtime.Subject", on_delete=models.PROTECT, primary_key=True, related_name="case")
    number = models.CharField(max_length=40)
    case_type = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    content = models.TextField(blank=True)
    demand = models.TextField(blank=True)
    channel = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=64)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    object = models.ForeignKey(
        "customers.ServiceObject", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opener = models.CharField(max_length=32, blank=True)
    first_contact = models.CharField(max_length=32, blank=True)
    first_contact_unit = models.CharField(max_length=64, blank=True)
    handler = models.CharField(max_length=32, blank=True)
    handler_post = models.CharField(max_length=80, blank=True)
    handler_unit = models.CharField(max_length=64, blank=True)
    parties = ArrayField(models.TextField(), default=list)
    """Persons, and `post@unit` seats, that have or had a part in the case: they may see it."""
    state = models.CharField(max_length=20)
    severity = models.CharField(max_length=80, blank=True)
    urgent = models.BooleanField(default=False)
    urged_count = models.IntegerField(default=0)
    edition = models.CharField(max_length=80)
    parent_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    """Its time of keeping was over: what people wrote is gone, number, instants and figures stay."""
    next_due_at = models.DateTimeField(null=True)
    next_warn_at = models.DateTimeField(null=True)
    attributes = models.JSONField(default=dict, db_default={})
    """Single values of its forms and facts, so that lists can be narrowed to them; see `cases.attributes`."""
    search_text = models.TextField(blank=True)
    search = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="case_search"),
            GinIndex(fields=["attributes"], name="case_attributes", opclasses=["jsonb_path_ops"]),
            GinIndex(fields=["parties"], name="case_parties"),
            # In the list's order, with what else it is narrowed to: a rare state or channel is met within the index, without
            # a look at the rows in between. See docs/decisions/indexes-of-the-list.md.
            models.Index(
                fields=["-opened_at", "-subject", "state", "case_type", "channel", "edition", "severity"],
                name="case_newest",
            ),
            models.Index(
                fields=["-opened_at", "-subject", "state"], name="case_waiting", condition=Q(state__in=WAITING_STATES)
            ),
            models.Index(fields=["unit", "-opened_at", "-subject"], name="case_opened_in_unit"),
            models.Index(
                fields=["handler", "-opened_at", "-subject"], name="case_opened_of_handler", condition=~Q(handler="")
            ),
            models.Index(fields=["-opened_at", "-subject"], name="case_opened_urgent", condition=Q(urgent=True)),
            models.Index(fields=["suspended_at"], name="case_at_rest", condition=Q(suspended_at__isnull=False)),
            models.Index(fields=["customer", "-subject"], name="case_of_customer", condition=Q(customer__isnull=False)),
            models.Index(
                fields=["closed_at"],
                name="case_to_keep_or_not",
                condition=Q(closed_at__isnull=False, erased_at__isnull=True, parent_id__isnull=True),
            ),
            models.Index(fields=["object", "-subject"], name="case_of_object", condition=Q(object__isnull=False)),
            models.Index(fields=["next_due_at", "subject", "next_warn_at"], name="case_pressing"),
            models.Index(fields=["parent_id"], name="case_of_parent", condition=Q(parent_id__isnull=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["number"], name="case_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Message(models.Model):
    """Something said on a case: to the customer, by the customer, or among colleagues."""

    class Kind(models.TextChoices):
        REPLY = "reply", "回复客户"
        NOTE = "note", "内部备注"
        INBOUND = "inbound", "客户来信"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    author = models.CharField(max_length=32, blank=True)
    text = models.TextField()
    channel = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    source_key = models.CharField(max_length=120, null=True, unique=True)
    """What makes a delivered message the same message, however often it is delivered."""
    seq = models.IntegerField(null=True)
    """The place in the log of its case of the act that it came with; long threads are read page by page by it."""
    files = ArrayField(models.TextField(), default=list, db_default=[])
    """Files of the case that go with it."""
    draft = models.ForeignKey("HandedDraft", on_delete=models.PROTECT, null=True, related_name="+")
    """What a colleague had written of it before."""
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Whose words they are, where somebody else than the case's own customer told of the same matter."""

    class Meta:
        indexes = [
            models.Index(fields=["customer"], name="message_of_customer", condition=Q(customer__isnull=False)),
            models.Index(fields=["case", "at"], name="message_of_case"),
            models.Index(fields=["case", "-seq"], name="message_by_act"),
        ]


class HandedDraft(models.Model):
    """An unfinished answer that one gives a colleague to finish; it stays as it was given, so that it tells who wrote what."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    giver = models.CharField(max_length=32)
    taker = models.CharField(max_length=32)
    kind = models.CharField(max_length=8)
    text = models.TextField()
    files = ArrayField(models.TextField(), default=list, db_default=[])
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """What the giver had been given."""
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "taker"], name="handed_draft_to_take", condition=Q(taken_at=None))]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="draft_handed_to_another"),
        ]


class Follow(models.Model):
    """Somebody wants to know of every word on a case, though it is not theirs to work on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="follow_once")]


class Onlooker(models.Model):
    """Somebody who has a case open now, by the database's own clock; what is older than a minute means nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.CharField(max_length=32)
    seen_at = models.DateTimeField()
    typing = models.CharField(max_length=8, blank=True)
    """What is being written, a reply or a note."""
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="onlooker_once")]


class CaseLink(models.Model):
    """Two cases that belong together; the merged one goes on inside the other."""

    class Relation(models.TextChoices):
        LINK = "link", "关联"
        MERGED = "merged", "并入"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_from")
    relation = models.CharField(max_length=6, choices=Relation.choices)
    by = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other", "relation"], name="case_link_once")]


class Occasion(models.Model):
    """Once that a duty was owed by a unit; the row stands before its case and keeps a second one from being opened."""

    rulebook = models.CharField(max_length=80)
    """Its name without the edition: a new edition in the middle of a month does not ask for the month again."""
    unit = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    """Duty, limit, period and number, as `month_report.month@2026-09-01#1`."""
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="occasion")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rulebook", "unit", "key"], name="occasion_once")]
        indexes = [models.Index(fields=["opened_at"], name="occasion_opened")]

    def __str__(self) -> str:
        return f"{self.rulebook} {self.key} {self.unit}"


class Draft(models.Model):
    """What somebody typed into a form and did not send yet."""

    person = models.CharField(max_length=32)
    form_key = models.CharField(max_length=160)
    values = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form_key"], name="draft_once")]


class SavedView(models.Model):
    """A search somebody gave a name; with a unit, everybody of that unit finds it among theirs."""

    person = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    filters = models.JSONField()
    unit = models.CharField(max_length=64, blank=True, db_default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit"], name="saved_view_of_unit", condition=~Q(unit=""))]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class OpenTab(models.Model):
    """A case that somebody keeps open beside others; it is there again after a reload and on another machine."""

    person = models.CharField(max_length=32)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case"], name="open_tab_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.case_id}"


class Export(models.Model):
    """A list that somebody took out as a file, or asked to: what, how many rows, who agreed; rows stay for good."""

    class State(models.TextChoices):
        WAITING = "waiting", "待审批"
        AGREED = "agreed", "已同意"
        REFUSED = "refused", "不同意"

    person = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    """The address of the list, for whoever wants to look at it before agreeing."""
    count = models.IntegerField()
    cases = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    """Those of the list when it was asked for, in its order: what becomes late or urgent afterwards was not agreed to."""
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=32, blank=True)
    opinion = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-id"], name="export_by_state"),
            models.Index(fields=["person", "-id"], name="export_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=models.F("person")), name="export_agreed_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.count})"


class TakenOut(models.Model):
    """Cases of a file that was fetched, in whose logs that is still to be written; the worker shortens it and drops it."""

    person = models.CharField(max_length=32)
    reason = models.TextField()
    at = models.DateTimeField()
    cases = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.person} {self.at:%Y-%m-%d %H:%M} ({len(self.cases)})"
