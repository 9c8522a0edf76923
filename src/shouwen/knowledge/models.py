"""Canned replies: one's own, a unit's, or everybody's."""

from django.db import models
from django.db.models import Q


class CannedReply(models.Model):
    """A text that is inserted instead of typed; `{…}` in it are variables."""

    class Reach(models.TextChoices):
        OWN = "own", "本人"
        UNIT = "unit", "本单位"
        SHARED = "shared", "全公司"

    title = models.CharField(max_length=60)
    text = models.TextField()
    initials = models.CharField(max_length=60, blank=True)
    """Of the title, for search by pinyin."""
    reach = models.CharField(max_length=6, choices=Reach.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    """Whose it is, or who wrote it last."""
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="canned_reply_says_something"),
            models.CheckConstraint(
                condition=Q(reach="unit", unit__isnull=False) | (~Q(reach="unit") & Q(unit__isnull=True)),
                name="canned_reply_unit_where_it_is_a_unit_s",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="reply_of_person", condition=Q(reach="own", removed_at=None)),
            models.Index(fields=["unit"], name="reply_of_unit", condition=Q(reach="unit", removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title
