"""A small index of the cases in which somebody else has to move first: lists and counts of them walked through all cases."""

from django.db import migrations, models

STATES = ("waiting_customer", "suspended", "to_take")


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_who_else_called")]
    operations = [
        migrations.AddIndex(
            "Case",
            models.Index(
                fields=["-opened_at", "-subject", "state"],
                name="case_waiting",
                condition=models.Q(("state__in", STATES)),
            ),
        ),
    ]
