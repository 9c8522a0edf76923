"""Seals take in how far other logs go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runtime", "0012_erasure")]
    operations = [
        migrations.AddField("seal", "logs", models.JSONField(db_default={}, default=dict)),
        migrations.AlterField("seal", "last_id", models.BigIntegerField()),
    ]
