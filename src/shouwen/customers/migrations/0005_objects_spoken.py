"""Objects are found by how their names are spoken."""

from typing import Any

from django.db import migrations, models

from shouwen.base.pinyin import spoken

BATCH = 2000
FILL = """
UPDATE customers_serviceobject AS o SET pinyin = given.pinyin, initials = given.initials
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given (id, pinyin, initials) WHERE o.id = given.id
"""


def speak(apps: Any, editor: Any) -> None:
    """How the objects that are there are spoken; some thousands by one statement."""
    things, last = apps.get_model("customers", "ServiceObject").objects, 0
    while True:
        found = list(things.filter(pk__gt=last).order_by("pk").values_list("pk", "name")[:BATCH])
        if not found:
            return
        letters = [spoken(name)[0] for _, name in found]
        with editor.connection.cursor() as cursor:
            given = [[pk for pk, _ in found], [each.full for each in letters], [each.initials for each in letters]]
            cursor.execute(FILL, given)
        last = found[-1][0]


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_exports_hold_their_customers")]
    operations = [
        migrations.AddField(
            "ServiceObject", "pinyin", models.TextField(default="", editable=False), preserve_default=False
        ),
        migrations.AddField(
            "ServiceObject", "initials", models.TextField(default="", editable=False), preserve_default=False
        ),
        migrations.AddIndex(
            "ServiceObject",
            models.Index(fields=["pinyin"], opclasses=["text_pattern_ops"], name="object_by_pinyin"),
        ),
        migrations.AddIndex(
            "ServiceObject",
            models.Index(fields=["initials"], opclasses=["text_pattern_ops"], name="object_by_initials"),
        ),
        migrations.RunPython(speak, migrations.RunPython.noop),
    ]
