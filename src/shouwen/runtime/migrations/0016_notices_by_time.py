"""Notices are read in the order of their time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("runtime", "0015_mail_server")]
    operations = [
        migrations.AddIndex("notice", models.Index(fields=["person", "-at", "-id"], name="notice_of_person_by_time")),
        migrations.RemoveIndex("notice", "notice_of_person"),
    ]
