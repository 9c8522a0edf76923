"""Seats know the limit of their task: the most pressing of somebody's tasks stand first in the index."""

from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE runtime_taskseat AS seat SET due_at = t.due_at FROM runtime_task AS t
WHERE t.id = seat.task_id AND seat.is_open AND t.due_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("runtime", "0004_confirmed_figures")]
    operations = [
        migrations.RemoveIndex("taskseat", "seat_of_person"),
        migrations.RemoveIndex("taskseat", "seat_of_post"),
        migrations.AddField("taskseat", "due_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Rows just filled leave checks of their foreign keys behind, and no index is made before these are done.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.AddIndex(
            "taskseat",
            models.Index(
                fields=["person", "due_at", "task"],
                name="seat_of_person",
                condition=Q(is_open=True) & ~Q(person=""),
            ),
        ),
        migrations.AddIndex(
            "taskseat",
            models.Index(
                fields=["unit", "post", "due_at", "task"],
                name="seat_of_post",
                condition=Q(is_open=True) & Q(person=""),
            ),
        ),
    ]
