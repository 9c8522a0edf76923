"""Messages that somebody gave up on with a reason, and how each job of the worker went."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runtime", "0009_retired_editions")]

    operations = [
        migrations.AlterField(
            model_name="outbox",
            name="state",
            field=models.CharField(
                choices=[("waiting", "待发送"), ("sent", "已发送"), ("parked", "已停发"), ("dropped", "已放弃")],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("ran_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("failures", models.IntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("wanted", models.BooleanField(default=False)),
            ],
        ),
    ]
