"""One index in the list's order in the place of six, and one that holds both instants of the nearest limit."""

from django.db import migrations, models

GONE = ("opened", "opened_in_state", "opened_of_type", "opened_by_channel", "opened_under_edition", "opened_of_severity")
NARROWED_TO = ("state", "case_type", "channel", "edition", "severity")


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_opened_last_first")]
    operations = [
        *(migrations.RemoveIndex("Case", f"case_{name}") for name in (*GONE, "by_due")),
        migrations.AddIndex(
            "Case", models.Index(fields=["-opened_at", "-subject", *NARROWED_TO], name="case_newest")
        ),
        migrations.AddIndex(
            "Case", models.Index(fields=["next_due_at", "subject", "next_warn_at"], name="case_pressing")
        ),
    ]
