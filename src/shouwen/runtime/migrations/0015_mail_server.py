"""The mail server that is named in the browser."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runtime", "0014_work_without_holders")]
    operations = [
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(blank=True, max_length=253)),
                ("port", models.IntegerField(default=587)),
                (
                    "security",
                    models.CharField(
                        choices=[("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "none")],
                        default="starttls",
                        max_length=8,
                    ),
                ),
                ("user", models.CharField(blank=True, max_length=254)),
                ("handle", models.UUIDField()),
                ("key_id", models.TextField(blank=True)),
                ("password", models.BinaryField(default=bytes)),
                ("sender", models.CharField(blank=True, max_length=254)),
                (
                    "seal_mail",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=254), default=list, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.Value(1), name="one_mail_server"),
                    models.CheckConstraint(
                        condition=models.Q(("port__gte", 1), ("port__lte", 65535)), name="mail_server_has_a_port"
                    ),
                ],
            },
        ),
    ]
