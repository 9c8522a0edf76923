"""Whose words a message on a case is, where it is another customer than the case's own; numbers without their dashes."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Replace, Upper


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fewer_indexes"), ("customers", "__first__")]
    operations = [
        migrations.AddIndex(
            "Case",
            models.Index(
                fields=["opener", "-opened_at"], name="case_taken_in_by", condition=models.Q(("opener", ""), _negated=True)
            ),
        ),
        migrations.AddField(
            "Message",
            "customer",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer",
                db_index=False,
            ),
        ),
        migrations.AddIndex(
            "Case",
            models.Index(
                Upper(Replace("number", models.Value("-"), models.Value(""))), name="case_by_plain_number"
            ),
        ),
        migrations.AddIndex(
            "Message",
            models.Index(
                fields=["customer"], name="message_of_customer", condition=models.Q(("customer__isnull", False))
            ),
        ),
    ]
