"""What becomes of suggestions for a draft: accepted in their author's words, rejected, or added by somebody who was asked."""

from datetime import datetime

from django.db import transaction

from shouwen.authoring.accepting import FILES, rule_of
from shouwen.authoring.actions.drafts import open_draft, save_file
from shouwen.authoring.models import DraftFile, DraftSuggestion
from shouwen.rulebook import writing
from shouwen.rulebook.read import proposals


class CannotAccept(ValueError):
    """Why proposed rules cannot go into the draft as it stands; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@transaction.atomic
def accept_suggestion(*, draft: int, suggestion: int, words: str, by: int | None, at: datetime) -> None:
    """It becomes a rule of the draft, in its author's words."""
    open_draft(draft)
    row = DraftSuggestion.objects.select_for_update().get(pk=suggestion, draft=draft)
    if row.state != DraftSuggestion.State.OPEN:
        return
    chosen = words.replace("\r\n", "\n").strip() or row.rules or row.words
    if row.sort == DraftSuggestion.Sort.RULE:
        _take_in(draft, chosen, by, at)
    else:
        _write(draft, row, chosen, by, at)
    row.state, row.accepted_as, row.by_id, row.at = DraftSuggestion.State.ACCEPTED, chosen, by, at
    row.save()


def _write(draft: int, row: DraftSuggestion, chosen: str, by: int | None, at: datetime) -> None:
    taken = {path for file in DraftFile.objects.filter(draft=draft) for path in writing.spots(file.text)}
    name = FILES[row.sort][0]
    file = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    text = writing.append(file.text if file else "", rule_of(row.sort, chosen, row.clauses, taken))
    save_file(draft=draft, name=name, text=text, version=file.version if file else 0, what="accepted", by=by, at=at)


def _take_in(draft: int, rules: str, by: int | None, at: datetime) -> None:
    """Proposed rules, perhaps corrected: the draft may have changed since they were found sound."""
    files = {file.name: file for file in DraftFile.objects.select_for_update().filter(draft=draft)}
    texts = {name: file.text for name, file in files.items()}
    why = proposals.unsound(rules, texts)
    if why is not None:
        raise CannotAccept(*why)
    version = files[proposals.FILE].version if proposals.FILE in files else 0
    text = proposals.added(texts, rules)
    save_file(draft=draft, name=proposals.FILE, text=text, version=version, what="accepted", by=by, at=at)


@transaction.atomic
def add_suggested_rules(*, draft: int, kept: tuple[proposals.Kept, ...], source: str) -> int:
    """How many of them are new; each waits for its author's word like what was found in the document."""
    open_draft(draft)
    there = set(DraftSuggestion.objects.filter(draft=draft).values_list("rules", flat=True))
    new = [one for one in kept if one.proposal.rules not in there]
    DraftSuggestion.objects.bulk_create(
        DraftSuggestion(
            draft_id=draft,
            sort=DraftSuggestion.Sort.RULE,
            clauses=[one.proposal.clause],
            words=one.proposal.words,
            rules=one.proposal.rules,
            says={"zh": one.zh, "en": one.en},
            source=source,
        )
        for one in new
    )
    return len(new)


@transaction.atomic
def reject_suggestion(*, draft: int, suggestion: int, by: int | None, at: datetime) -> None:
    """It stays on the list as rejected."""
    open_draft(draft)
    DraftSuggestion.objects.filter(pk=suggestion, draft=draft, state=DraftSuggestion.State.OPEN).update(
        state=DraftSuggestion.State.REJECTED, by=by, at=at
    )
