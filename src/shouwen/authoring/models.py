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
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    """A draft that was deleted leaves the list; its saves stay."""
    removed_because = models.TextField(blank=True)

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
    understood = models.JSONField(default=dict)
    """Of a limit: kind, value, unit, times, min; of what goes upwards its kind."""
    became = models.TextField(blank=True)
    """The path of the part that came of it."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    accepted_as = models.TextField(blank=True)
    """The words as their author corrected them."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.words


class Proposal(models.Model):
    """Something that would change which rules hold, put before those who have to agree to it."""

    class Sort(models.TextChoices):
        PUBLISH = "publish", "发布版本"
        RETIRE = "retire", "停用版本"
        KEEP = "keep", "取消停用"
        SCOPE = "scope", "改适用单位"
        MOVE = "move", "在办事项换版本"

    class State(models.TextChoices):
        WAITING = "waiting", "待审批"
        AGREED = "agreed", "已同意"
        RETURNED = "returned", "已退回"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"
        DONE = "done", "已执行"

    sort = models.CharField(max_length=8, choices=Sort.choices)
    edition = models.CharField(max_length=80)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="proposals")
    content_hash = models.CharField(max_length=64, blank=True)
    """Of the draft's texts as they were put forward: what is published is what was agreed to."""
    starts_on = models.DateField(null=True)
    units = ArrayField(models.TextField(), default=list)
    steps = models.JSONField(default=dict)
    """For a move: by procedure, which step of the older edition goes over to which of the newer."""
    reason = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    """From where the posts of the signers are looked up."""
    book = models.CharField(max_length=80, blank=True)
    """The edition whose authority table named the signers; empty where only a second person is asked for."""
    rule = models.TextField(blank=True)
    clauses = ArrayField(models.TextField(), default=list)
    approval = models.JSONField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="proposal_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], name="draft_proposed_once", condition=models.Q(state__in=["waiting", "agreed"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.edition}"


class ProposalEntry(models.Model):
    """What somebody did with a proposal; rows are only added."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=16)
    opinion = models.TextField(blank=True)
    instead_of = models.CharField(max_length=32, blank=True)
    """Whom the person stood in for."""
    other = models.CharField(max_length=32, blank=True)
    """Whom the verb concerned: who signs instead, or as well."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.verb


class ProposedMove(models.Model):
    """One running case on the list of a proposal, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "未执行"
        MOVED = "moved", "已换"
        REFUSED = "refused", "未换"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="moves")
    subject_id = models.BigIntegerField()
    number = models.TextField(blank=True)
    before = models.CharField(max_length=80)
    """The edition it ran under."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    lacks = ArrayField(models.TextField(), default=list)
    """Why it could not go over."""
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "subject_id"], name="move_proposed_once")]

    def __str__(self) -> str:
        return self.number
