"""The children of a subject are found by the index that keeps each of them single; a second one would only be written."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("runtime", "0007_published_texts")]
    operations = [
        migrations.AlterField(
            "subject",
            "parent",
            models.ForeignKey("runtime.subject", on_delete=PROTECT, null=True, related_name="children", db_index=False),
        ),
    ]
