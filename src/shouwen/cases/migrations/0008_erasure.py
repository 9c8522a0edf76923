"""When a case was erased, and the index by which those whose time is over are found."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_messages_by_act")]
    operations = [
        migrations.AddField("case", "erased_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["closed_at"],
                name="case_to_keep_or_not",
                condition=Q(closed_at__isnull=False, erased_at__isnull=True, parent_id__isnull=True),
            ),
        ),
    ]
