"""Messages know the act they came with, their files and who began them; followers, onlookers and drafts given to others."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
# Of several acts of one person in one instant the first is taken: their order is the same either way.
FILL = """
UPDATE cases_message SET seq = (
  SELECT min(l.seq) FROM runtime_ledger l
  WHERE l.subject_id = cases_message.case_id AND l.at = cases_message.at AND NOT l.refused
    AND coalesce(l.event ->> 'by', '') = cases_message.author
) WHERE seq IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_occasions")]
    operations = [
        migrations.CreateModel(
            "HandedDraft",
            [
                ID,
                ("giver", models.CharField(max_length=32)),
                ("taker", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("files", ArrayField(models.TextField(), default=list, db_default=[])),
                ("at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, null=True, related_name="+", to="cases.handeddraft"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", db_index=False, to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "Follow",
            [
                ID,
                ("person", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="+", db_index=False, to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "Onlooker",
            [
                ID,
                ("person", models.CharField(max_length=32)),
                ("seen_at", models.DateTimeField()),
                ("typing", models.CharField(blank=True, max_length=8)),
                ("typed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE, related_name="+", db_index=False, to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.AddField("Message", "seq", models.IntegerField(null=True)),
        migrations.AddField("Message", "files", ArrayField(models.TextField(), default=list, db_default=[])),
        migrations.AddField(
            "Message",
            "draft",
            models.ForeignKey(
                on_delete=models.deletion.PROTECT, null=True, related_name="+", to="cases.handeddraft"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint("Follow", models.UniqueConstraint(fields=["case", "person"], name="follow_once")),
        migrations.AddConstraint("Onlooker", models.UniqueConstraint(fields=["case", "person"], name="onlooker_once")),
        migrations.AddConstraint(
            "HandedDraft",
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="draft_handed_to_another"),
        ),
        migrations.AddIndex(
            "HandedDraft",
            models.Index(fields=["case", "taker"], name="handed_draft_to_take", condition=models.Q(taken_at=None)),
        ),
    ]
