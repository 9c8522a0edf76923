"""The audit log, which the database lets nobody change or empty."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_days_with_hours"), ("runtime", "0003_no_truncation")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=16)),
                ("act", models.CharField(max_length=40)),
                ("subject", models.CharField(blank=True, max_length=160)),
                ("name", models.TextField(blank=True)),
                ("detail", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("prev_hash", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "-id"], name="audit_by_kind"),
                    models.Index(fields=["person", "-id"], name="audit_by_person"),
                    models.Index(fields=["subject", "-id"], name="audit_by_subject"),
                    models.Index(fields=["at"], name="audit_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(kind="") & ~models.Q(act=""),
                        name="audit_entry_says_what",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION people_auditentry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'the audit log is only ever added to';
            END $$;
            CREATE TRIGGER people_auditentry_stays BEFORE UPDATE OR DELETE ON people_auditentry
                FOR EACH ROW EXECUTE FUNCTION people_auditentry_stays();
            CREATE TRIGGER people_auditentry_no_truncation BEFORE TRUNCATE ON people_auditentry
                FOR EACH STATEMENT EXECUTE FUNCTION runtime_no_truncation();
            """,
            "DROP TRIGGER people_auditentry_no_truncation ON people_auditentry; DROP TRIGGER people_auditentry_stays ON people_auditentry; DROP FUNCTION people_auditentry_stays();",
        ),
    ]
