"""Work that nobody can do is found by short indexes: tasks without a seat, tasks that somebody took, seats that bar somebody."""

from django.db import migrations, models
from django.db.models import Q

MARK = """
UPDATE runtime_task AS t SET seatless = true
WHERE t.state = 'open' AND NOT EXISTS (SELECT FROM runtime_taskseat AS seat WHERE seat.task_id = t.id AND seat.is_open)
"""


class Migration(migrations.Migration):
    dependencies = [("runtime", "0013_seals_over_other_logs")]
    operations = [
        migrations.AddField("task", "seatless", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        # What waits for the end of the transaction would keep the index from being made.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddIndex(
            "task", models.Index(fields=["subject"], name="task_seatless", condition=Q(state="open", seatless=True))
        ),
        migrations.AddIndex(
            "task",
            models.Index(fields=["taken_by"], name="task_taken", condition=Q(state="open") & ~Q(taken_by="")),
        ),
        migrations.AddIndex(
            "taskseat",
            models.Index(
                fields=["unit", "post"], name="seat_that_bars", condition=Q(is_open=True, person="") & ~Q(barred=[])
            ),
        ),
    ]
