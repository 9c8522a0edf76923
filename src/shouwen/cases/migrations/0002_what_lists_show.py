"""A case's row holds what lists show and nothing that every decision changes; its number has one index, not two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases"), ("runtime", "0008_children_by_one_index")]
    operations = [
        migrations.RemoveField("case", "changed_at"),
        migrations.RemoveField("case", "seq"),
        migrations.AlterField("case", "number", models.CharField(max_length=40)),
        migrations.AddConstraint("case", models.UniqueConstraint(fields=["number"], name="case_number_once")),
    ]
