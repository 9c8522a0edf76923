"""Customers, how to reach them, what they have with us, and the dates that matter about it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Customer(models.Model):
    """A person or company we serve; a merged one points to the one that was kept."""

    class Kind(models.TextChoices):
        PERSON = "person", "个人"
        COMPANY = "company", "单位"

    class Grade(models.TextChoices):
        NORMAL = "normal", "普通客户"
        IMPORTANT = "important", "重要客户"

    number = models.TextField()
    name = models.TextField(blank=True)
    """Empty while only a telephone number is known."""
    kind = models.TextField(choices=Kind.choices, default=Kind.PERSON)
    grade = models.TextField(choices=Grade.choices, default=Grade.NORMAL)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who looks after the customer; none while nobody does, and then whoever may see customers at all sees this one."""
    notes = models.TextField(blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    """What the trade keeps besides, by the names of the rulebooks' attributes."""
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    dealt_at = models.DateTimeField(null=True, blank=True)
    """When the last case that was erased since had ended; cases that are still there say it themselves."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    sort_key = models.TextField(editable=False)
    pinyin = models.TextField(editable=False)
    initials = models.TextField(editable=False)
    search_text = models.TextField(editable=False)
    """Name, number and objects in normal form: what the search is checked against."""
    search = SearchVectorField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("number"), name="customer_number_once"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="customer_not_merged_into_itself"),
            models.CheckConstraint(condition=Q(kind__in=["person", "company"]), name="customer_kind_known"),
            models.CheckConstraint(condition=Q(grade__in=["normal", "important"]), name="customer_grade_known"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="customer_search", fastupdate=False),
            models.Index(fields=["pinyin"], opclasses=["text_pattern_ops"], name="customer_by_pinyin"),
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="customer_by_initials"),
            models.Index(fields=["sort_key", "id"], condition=Q(merged_into__isnull=True), name="customer_in_order"),
        ]

    def __str__(self) -> str:
        return self.name or self.number


class ContactPoint(models.Model):
    """One way to reach a customer."""

    class Kind(models.TextChoices):
        PHONE = "phone", "电话"
        EMAIL = "email", "电子邮箱"
        WECHAT = "wechat", "微信"
        ADDRESS = "address", "地址"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    kind = models.TextField(choices=Kind.choices)
    value = models.TextField()
    normal = models.TextField()
    """The value as it is compared: digits of a telephone number, lower case of a mail address."""
    label = models.TextField(blank=True)
    is_main = models.BooleanField(default=False)
    pieces = SearchVectorField(editable=False)
    """Four neighbouring digits each, for search by part of a number."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind", "normal"], name="contact_once_per_customer"),
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(is_main=True), name="contact_one_main_of_a_kind"
            ),
            models.CheckConstraint(condition=~Q(normal=""), name="contact_has_a_value"),
            models.CheckConstraint(
                condition=Q(kind__in=["phone", "email", "wechat", "address"]), name="contact_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "normal"], name="contact_by_value"),
            GinIndex(fields=["pieces"], name="contact_pieces", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ServiceObject(models.Model):
    """A house, contract, account or site: what the customer has with us; the words come from the rulebook."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="objects_held")
    kind = models.TextField()
    number = models.TextField(blank=True)
    name = models.TextField()
    address = models.TextField(blank=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attributes = models.JSONField(default=dict, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    pinyin = models.TextField(editable=False)
    initials = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("kind", Lower("number"), condition=~Q(number=""), name="object_number_once"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(name=""), name="object_is_named"),
        ]
        indexes = [
            models.Index(fields=["unit", "customer"], name="object_by_unit"),
            models.Index(fields=["pinyin"], opclasses=["text_pattern_ops"], name="object_by_pinyin"),
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="object_by_initials"),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """A date in the life of an object; a corrected one stays, with what took its place."""

    object = models.ForeignKey(ServiceObject, on_delete=models.CASCADE, related_name="milestones")
    name = models.TextField()
    on = models.DateField()
    source = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object", "name"], condition=Q(replaced_at__isnull=True), name="milestone_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="milestone_is_named"),
        ]
        indexes = [models.Index(fields=["name", "on"], condition=Q(replaced_at__isnull=True), name="milestone_by_date")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class CustomerMerge(models.Model):
    """Two dossiers turned out to be one customer."""

    kept = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    dropped = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dropped"], name="merge_once")]

    def __str__(self) -> str:
        return f"{self.dropped_id} → {self.kept_id}"


class CustomerImport(models.Model):
    """A table of customers that somebody brought: mapped, looked through, taken in; the file goes when it is done."""

    class State(models.TextChoices):
        MAPPING = "mapping", "对应列"
        CHECKING = "checking", "检查中"
        CHECKED = "checked", "已检查"
        TAKING = "taking", "导入中"
        DONE = "done", "已导入"
        DROPPED = "dropped", "已放弃"
        FAILED = "failed", "读不下去"

    class Doubles(models.TextChoices):
        SKIP = "skip", "跳过"
        UPDATE = "update", "更新"

    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    """Target of each column in order; empty where a column is left out."""
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """Who looks after customers whose row names nobody."""
    object_kind = models.CharField(max_length=80, blank=True)
    doubles = models.CharField(max_length=8, choices=Doubles.choices, default=Doubles.SKIP)
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAPPING)
    rows = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    faulty = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    """Rows of customers who are there already."""
    faults = models.JSONField(default=list)
    """The first of them: row, column, value, the sort of fault, and what its words take."""
    found = models.JSONField(default=list)
    """The first of the rows of customers who are there already (row, name, hidden number, whose dossier), then of the rows
    whose object is left out (row, name, object, whose dossier or which row)."""
    made = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    done_until = models.IntegerField(default=0)
    """The last row that was looked at or taken in; a worker that comes later goes on behind it."""
    claimed_until = models.DateTimeField(null=True)
    """While a process is at it."""
    trouble = models.TextField(blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"], name="import_waiting", condition=Q(state__in=["checking", "taking"])),
            models.Index(fields=["by", "-id"], name="import_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class CustomerExport(models.Model):
    """Customers that somebody took out as a file, or asked to: which, how many, why, who agreed; rows stay for good."""

    class State(models.TextChoices):
        WAITING = "waiting", "待第二人同意"
        AGREED = "agreed", "可下载"
        REFUSED = "refused", "不同意"

    asked = models.CharField(max_length=60, blank=True)
    """What was looked for; empty for everybody in reach."""
    count = models.IntegerField()
    customers = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    """Those who fitted when it was asked for: who comes to fit afterwards was not agreed to."""
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="customer_export_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="customer_export_by_another"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="customer_export_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.count})"
