"""Attributes are found by an index; apart from filling them, which leaves the table with work that is not done yet."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_workspace")]
    operations = [
        migrations.AddIndex(
            "case", GinIndex(fields=["attributes"], name="case_attributes", opclasses=["jsonb_path_ops"])
        ),
    ]
