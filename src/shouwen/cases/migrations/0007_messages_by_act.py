"""The index by which long threads are read; apart from filling it, which leaves the table with work that is not done yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_conversation")]
    operations = [
        migrations.AddIndex("Message", models.Index(fields=["case", "-seq"], name="message_by_act")),
    ]
