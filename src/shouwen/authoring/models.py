"""A draft, its files as they were written, every save of them, and what a read document suggested."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Draft(models.Model):
    """An edition in the making; it stays after publication, so that its history can be read."""

    name = models.TextField()
    origin = models.TextField()
    """Where it came from: the key of an edition, or the name of a file."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_as = models.CharField(max_length=80, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    units = ArrayField(models.TextField(), default=list)

    def __str__(self) -> str:
        return self.name


class DraftFile(models.Model):
    """One file of a draft: its text to the letter, and how often it was saved."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once")]

    def __str__(self) -> str:
        return self.name


class DraftSave(models.Model):
    """One save of one file: what it held from then on, by whom, when, and what was done; rows are only added."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="saves")
    name = models.CharField(max_length=200)
    version = models.IntegerField()
    text = models.TextField(blank=True)
    what = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name", "version"], name="draft_save_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class DraftSuggestion(models.Model):
    """Something a read document suggests for a clause, with the words it came from; its author decides."""

    class Sort(models.TextChoices):
        POST = "post", "岗位"
        FORM = "form", "表单"
        LIMIT = "limit", "时限与频次"
        ESCALATION = "escalation", "升级与审批"
        PRINCIPLE = "principle", "原则"
        DEPARTMENT = "department", "部门"
        RULE = "rule", "规则"

    class State(models.TextChoices):
        OPEN = "open", "待定"
        ACCEPTED = "accepted", "已采纳"
        REJECTED = "rejected", "已否决"

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="suggestions")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    clauses = ArrayField(models.TextField(), default=list)
    words = models.TextField()
    rules = models.TextField(blank=True)
    """Rules as YAML, if it was proposed by somebody outside who is asked about the clauses."""
    says = models.JSONField(default=dict)
    """What these rules say: sentences by language."""
    source = models.TextField(blank=True)
    """Whose proposal it is; empty for what was found in the document."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    accepted_as = models.TextField(blank=True)
    """The words as their author corrected them."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.words
