"""A duty that recurs opens one case for each unit and period, however often it is looked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_attributes_found")]
    operations = [
        migrations.CreateModel(
            "Occasion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rulebook", models.CharField(max_length=80)),
                ("unit", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=200)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=models.deletion.PROTECT, related_name="occasion", null=True, to="cases.case"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            "Occasion", models.UniqueConstraint(fields=["rulebook", "unit", "key"], name="occasion_once")
        ),
        migrations.AddIndex("Occasion", models.Index(fields=["opened_at"], name="occasion_opened")),
    ]
