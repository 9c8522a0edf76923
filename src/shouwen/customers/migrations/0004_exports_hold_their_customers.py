"""An export holds the customers that were agreed to."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_dealt_at")]
    operations = [
        migrations.RemoveField("CustomerExport", "last"),
        migrations.AddField(
            "CustomerExport", "customers", ArrayField(models.BigIntegerField(), default=list, db_default=[])
        ),
    ]
