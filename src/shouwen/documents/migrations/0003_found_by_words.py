"""Papers are found by number and title through an index."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from shouwen.base.bigrams import bigrams, normalise

BATCH = 2000
BETWEEN = "\x1f"
FILL = """
UPDATE documents_document AS d SET search_text = given.text, search = array_to_tsvector(string_to_array(given.pieces, %s))
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given (id, text, pieces) WHERE d.id = given.id
"""


def prepare(apps: Any, editor: Any) -> None:
    """What the search reads of the papers that are there; some thousands by one statement."""
    papers, last = apps.get_model("documents", "Document").objects, 0
    while True:
        found = list(papers.filter(pk__gt=last).order_by("pk").values_list("pk", "number", "title")[:BATCH])
        if not found:
            return
        texts = [normalise(f"{number or ''} {title}") for _, number, title in found]
        with editor.connection.cursor() as cursor:
            pieces = [BETWEEN.join(bigrams(text)) for text in texts]
            cursor.execute(FILL, [BETWEEN, [pk for pk, _, _ in found], texts, pieces])
        last = found[-1][0]


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_signing_links")]
    operations = [
        migrations.AddField(
            "Document", "search_text", models.TextField(blank=True, db_default="", editable=False)
        ),
        migrations.AddField("Document", "search", SearchVectorField(editable=False, null=True)),
        migrations.AddIndex("Document", GinIndex(fields=["search"], name="document_search")),
        migrations.RunPython(prepare, migrations.RunPython.noop),
    ]
