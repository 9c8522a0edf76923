"""A key of the interface waits until its person takes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_integrity_checks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="interfacekey",
            name="hashed",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
    ]
