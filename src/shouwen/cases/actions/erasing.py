"""A case whose time is over is emptied where it stands: no word, name, file or contact is left, number, instants and figures stay."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwen.base.bigrams import Lexemes, bigrams, normalise
from shouwen.cases.models import Case, CaseLink, Draft, Export, Follow, HandedDraft, Message, Onlooker, OpenTab
from shouwen.cases.queries.keeping import family_ids, handles_in
from shouwen.customers.actions import note_dealt
from shouwen.documents.actions import erase_papers
from shouwen.people.actions import shred_sealed
from shouwen.runtime import database
from shouwen.runtime.erasing import erase_subjects
from shouwen.runtime.redaction import ERASED

BLANK = """
UPDATE cases_case SET title = %s, content = '', demand = '', attributes = '{}', customer_id = NULL, object_id = NULL,
  erased_at = %s
WHERE subject_id = ANY(%s)
"""
DRAFTS = "DELETE FROM cases_draft WHERE split_part(form_key, ':', 1) = ANY(%s)"


@transaction.atomic
def erase_cases(*, roots: Sequence[int], at: datetime) -> tuple[int, ...]:
    """Each with its family; returns all that were emptied. What had not ended is left as it is."""
    wanted = family_ids(roots)
    handles = handles_in(wanted)
    erased = erase_subjects(subjects=wanted, at=at)
    rows = Case.objects.filter(pk__in=erased, customer__isnull=False).values_list("customer_id", "closed_at")
    note_dealt(ended=[(customer, closed) for customer, closed in rows if customer and closed])
    database.run(BLANK, [ERASED, at, list(erased)])
    _find_by_number_alone(erased)
    _forget_what_was_said(erased)
    shred_sealed(handles=handles)
    erase_papers(subjects=erased)
    return erased


def _find_by_number_alone(cases: Sequence[int]) -> None:
    for case, number in Case.objects.filter(pk__in=cases).values_list("pk", "number"):
        text = normalise(number)
        Case.objects.filter(pk=case).update(search_text=text, search=Lexemes(bigrams(text)))


def _forget_what_was_said(cases: Sequence[int]) -> None:
    """That there was a message, of which kind and when, stays in the thread."""
    Message.objects.filter(case__in=cases).update(
        text=ERASED, files=[], source_key=None, draft=None, channel="", customer=None
    )
    HandedDraft.objects.filter(case__in=cases).update(before=None)
    HandedDraft.objects.filter(case__in=cases).delete()
    for table in (Follow, Onlooker, OpenTab):
        table.objects.filter(case__in=cases).delete()
    database.run(DRAFTS, [[str(each) for each in cases]])
    CaseLink.objects.filter(case__in=cases, relation=CaseLink.Relation.LINK).delete()
    CaseLink.objects.filter(other__in=cases, relation=CaseLink.Relation.LINK).delete()


def erase_exports(*, ids: Sequence[int]) -> int:
    """What was looked for and why; that something left the house stays in the audit log."""
    return Export.objects.filter(pk__in=ids).delete()[0]


def erase_drafts(*, ids: Sequence[int]) -> int:
    return Draft.objects.filter(pk__in=ids).delete()[0]
