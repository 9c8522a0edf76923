"""The audit log knows its end; a check says how many texts it compared."""

from django.db import migrations, models

KNOW_THE_END = """
INSERT INTO people_audithead (count, last_id, hash)
SELECT (SELECT count(*) FROM people_auditentry), id, hash FROM people_auditentry ORDER BY id DESC LIMIT 1
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_keys_taken")]
    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("count", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={"constraints": [models.UniqueConstraint(models.Value(1), name="audit_has_one_head")]},
        ),
        migrations.RunSQL(KNOW_THE_END, migrations.RunSQL.noop),
        migrations.AddField("integritycheck", "texts", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("integritycheck", "texts_before", models.IntegerField(db_default=0, default=0)),
    ]
