"""Who had chosen something by e-mail or push goes on being told at once, by that way."""

from django.db import migrations

ADD = """
UPDATE notices_noticechoice SET
  email = CASE WHEN email = '{}' THEN email ELSE email || '{at_once}'::text[] END,
  push = CASE WHEN push = '{}' THEN push ELSE push || '{at_once}'::text[] END
"""
TAKE = "UPDATE notices_noticechoice SET email = array_remove(email, 'at_once'), push = array_remove(push, 'at_once')"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_choices_devices_parcels")]

    operations = [migrations.RunSQL(ADD, TAKE)]
