"""What the workspace keeps: attributes beside the list's row, tabs, shared views, exports."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# Single values of the folded log, as `cases.attributes.values_of` picks them.
FILL = """
UPDATE cases_case c SET attributes = found.picked FROM (
  SELECT s.id, jsonb_object_agg(one.key, one.value) AS picked
  FROM runtime_subject s, LATERAL jsonb_each(COALESCE(s.state::jsonb -> 'facts', '{}')) AS one (key, value)
  WHERE one.key !~ '^(case|extended|promise|signing_link)[.]' AND (
    jsonb_typeof(one.value) IN ('boolean', 'number')
    OR (jsonb_typeof(one.value) = 'string' AND length(one.value #>> '{}') BETWEEN 1 AND 60
        AND NOT starts_with(one.value #>> '{}', 'sealed:')))
  GROUP BY s.id
) AS found WHERE found.id = c.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_what_lists_show")]
    operations = [
        migrations.AddField("case", "attributes", models.JSONField(default=dict, db_default={})),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddField("savedview", "unit", models.CharField(blank=True, db_default="", max_length=64)),
        migrations.AddIndex(
            "savedview", models.Index(fields=["unit"], name="saved_view_of_unit", condition=~Q(unit=""))
        ),
        migrations.CreateModel(
            name="OpenTab",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=32)),
                ("opened_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["person", "case"], name="open_tab_once")],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=32)),
                ("title", models.CharField(max_length=120)),
                ("query", models.TextField(blank=True)),
                ("count", models.IntegerField()),
                ("last_case", models.BigIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待审批"), ("agreed", "已同意"), ("refused", "不同意")], max_length=8
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=32)),
                ("opinion", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-id"], name="export_by_state"),
                    models.Index(fields=["person", "-id"], name="export_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(decided_by=models.F("person")), name="export_agreed_by_another"
                    )
                ],
            },
        ),
    ]
