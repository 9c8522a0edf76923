"""Everybody of a unit that was given a task as a whole has a part in its case: what is open already gets it too."""

from django.db import migrations

ADD = """
UPDATE cases_case c SET parties = ARRAY(SELECT DISTINCT unnest(c.parties || given.seats)) FROM (
  SELECT t.subject_id, array_agg(DISTINCT '@' || seat.unit) AS seats FROM runtime_taskseat seat
  JOIN runtime_task t ON t.id = seat.task_id
  WHERE seat.person = '' AND seat.post = '' AND seat.outside = '' AND seat.unit <> '' GROUP BY t.subject_id
) AS given WHERE given.subject_id = c.subject_id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_those_that_wait"), ("runtime", "0016_notices_by_time")]
    operations = [migrations.RunSQL(ADD, migrations.RunSQL.noop)]
