"""Whose words a message on a case is, where it is another customer than the case's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_fewer_indexes"), ("customers", "__first__")]
    operations = [
        migrations.AddField(
            "Message",
            "customer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
                db_index=False,
            ),
        ),
        migrations.AddIndex(
            "Message",
            models.Index(
                fields=["customer"], name="message_of_customer", condition=models.Q(("customer__isnull", False))
            ),
        ),
    ]
