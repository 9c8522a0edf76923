"""Canned replies."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0004_audit")]

    operations = [
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("initials", models.CharField(blank=True, max_length=60)),
                (
                    "reach",
                    models.CharField(choices=[("own", "本人"), ("unit", "本单位"), ("shared", "全公司")], max_length=6),
                ),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reach", "own"), ("removed_at", None)),
                        fields=["person"],
                        name="reply_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("reach", "unit"), ("removed_at", None)),
                        fields=["unit"],
                        name="reply_of_unit",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(title="") & ~models.Q(text=""), name="canned_reply_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(reach="unit", unit__isnull=False)
                        | (~models.Q(reach="unit") & models.Q(unit__isnull=True)),
                        name="canned_reply_unit_where_it_is_a_unit_s",
                    ),
                ],
            },
        ),
    ]
