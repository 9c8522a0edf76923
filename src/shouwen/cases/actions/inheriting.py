"""What else somebody leaves behind goes to the successor: views, cases they followed, and words they had not sent."""

from shouwen.cases.models import Follow, HandedDraft, SavedView
from shouwen.people.queries import names
from shouwen.runtime import database

# Who follows already, or has begun to write in the same place, keeps their own.
FOLLOWS = """
INSERT INTO cases_follow (case_id, person, at) SELECT case_id, %(to)s, at FROM cases_follow WHERE person = %(person)s
ON CONFLICT DO NOTHING
"""
DRAFTS = """
UPDATE cases_draft AS typed SET person = %(to)s WHERE typed.person = %(person)s
  AND NOT EXISTS (SELECT FROM cases_draft own WHERE own.person = %(to)s AND own.form_key = typed.form_key)
"""
LONGEST_NAME = 60


def inherit(*, person: str, to: str) -> None:
    """In the transaction in which the person leaves; nothing of it is lost, and nothing of the successor's is changed."""
    database.run(FOLLOWS, {"person": person, "to": to})
    Follow.objects.filter(person=person).delete()
    database.run(DRAFTS, {"person": person, "to": to})
    HandedDraft.objects.filter(taker=person, taken_at__isnull=True).exclude(giver=to).update(taker=to)
    _views(person, to)


def _views(person: str, to: str) -> None:
    """One of a name that the successor uses already tells whose it was."""
    own = set(SavedView.objects.filter(person=to).values_list("name", flat=True))
    was = f"（{names([person]).get(person, person)}）"
    for view in SavedView.objects.filter(person=person).order_by("pk"):
        view.person = to
        if view.name in own:
            view.name = f"{view.name[: LONGEST_NAME - len(was)]}{was}"
        if view.name not in own:
            view.save(update_fields=["person", "name"])
            own.add(view.name)
