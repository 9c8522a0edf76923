"""Lists stand by when a case was opened; an export holds its cases; what was fetched waits to be written into their logs."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

LAST_FIRST = ("-opened_at", "-subject")


def index(*fields: str, name: str, where: models.Q | None = None) -> migrations.AddIndex:
    return migrations.AddIndex("Case", models.Index(fields=fields, name=name, condition=where))


def ids(**given: object) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), **given)


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_erasure")]
    operations = [
        migrations.RemoveIndex("Case", "case_of_unit"),
        migrations.RemoveIndex("Case", "case_in_state"),
        migrations.RemoveIndex("Case", "case_of_type"),
        migrations.RemoveIndex("Case", "case_of_handler"),
        migrations.RemoveIndex("Case", "case_due"),
        index(*LAST_FIRST, name="case_opened"),
        index("unit", *LAST_FIRST, name="case_opened_in_unit"),
        index("state", *LAST_FIRST, name="case_opened_in_state"),
        index("case_type", *LAST_FIRST, name="case_opened_of_type"),
        index("channel", *LAST_FIRST, name="case_opened_by_channel"),
        index("edition", *LAST_FIRST, name="case_opened_under_edition"),
        index("severity", *LAST_FIRST, name="case_opened_of_severity", where=~Q(severity="")),
        index("handler", *LAST_FIRST, name="case_opened_of_handler", where=~Q(handler="")),
        index(*LAST_FIRST, name="case_opened_urgent", where=Q(urgent=True)),
        index("suspended_at", name="case_at_rest", where=Q(suspended_at__isnull=False)),
        index("object", "-subject", name="case_of_object", where=Q(object__isnull=False)),
        index("next_due_at", "subject", name="case_by_due"),
        migrations.RemoveField("Export", "last_case"),
        migrations.AddField("Export", "cases", ids(default=list, db_default=[])),
        migrations.CreateModel(
            "TakenOut",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=32)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("cases", ids()),
            ],
        ),
    ]
