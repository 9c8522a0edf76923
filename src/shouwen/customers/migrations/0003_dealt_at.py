"""What is left of erased cases on a dossier: when the last of them had ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_imports_and_exports")]
    operations = [migrations.AddField("customer", "dealt_at", models.DateTimeField(blank=True, null=True))]
