"""A clause's new number, or a rule's new name, is written into every file at once, or into none."""

from datetime import datetime

from django.db import transaction

from shouwen.authoring.actions.drafts import save_file
from shouwen.authoring.queries import draft as draft_of
from shouwen.rulebook.form.clauses import renamed
from shouwen.rulebook.form.renaming import carried


@transaction.atomic
def renumber_clause(*, draft: int, clause: str, number: str, by: int | None, at: datetime) -> None:
    """Everything that cites the clause cites it by its new number from now on."""
    view = draft_of(draft)
    for name, text in renamed(view.texts, clause, number).items():
        version = view.files[name].version
        save_file(draft=draft, name=name, text=text, version=version, what="renumbered", by=by, at=at)


@transaction.atomic
def carry_name(*, draft: int, kind: str, old: str, new: str, by: int | None, at: datetime) -> int:
    """After a rule was saved under another name: how many files named it by the old one."""
    view = draft_of(draft)
    changed = carried(view.texts, kind, old, new)
    for name, text in changed.items():
        version = view.files[name].version
        save_file(draft=draft, name=name, text=text, version=version, what="renamed", by=by, at=at)
    return len(changed)
