"""What becomes of suggestions for a draft: accepted in their author's words, rejected, or added by somebody who was asked."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from shouwen.authoring.accepting import FILES, name_for, rule_of
from shouwen.authoring.actions.drafts import open_draft, save_file
from shouwen.authoring.becoming import filling, written
from shouwen.authoring.choice import Choice
from shouwen.authoring.models import DraftFile, DraftSuggestion
from shouwen.authoring.preset import WAITING
from shouwen.authoring.understood import CannotAccept
from shouwen.rulebook import writing
from shouwen.rulebook.load.parts import RULE_KINDS
from shouwen.rulebook.read import proposals

LONGEST_KEY = 18
# What a limit brings along if it needs it.
ALONG = (DraftSuggestion.Sort.POST, DraftSuggestion.Sort.FORM)


@transaction.atomic
def accept_suggestion(*, draft: int, suggestion: int, words: str, step: str = "", by: int | None, at: datetime) -> None:
    """It becomes a rule of the draft, in its author's words; a form goes into the step that fills it, if one is chosen."""
    open_draft(draft)
    row = _open_row(draft, suggestion)
    if row is None:
        return
    chosen = words.replace("\r\n", "\n").strip() or row.rules or row.words
    if row.sort == DraftSuggestion.Sort.RULE:
        _take_in(draft, chosen, by, at)
    else:
        before = _texts(draft)
        row.became = _write(draft, row, chosen, by, at)
        if step and row.sort == DraftSuggestion.Sort.FORM:
            _fill_in(draft, step, row.became, by, at)
        fault = proposals.new_error(before, _texts(draft))
        if fault is not None:
            raise CannotAccept(fault.message, fault.message_en)
    _accepted(row, chosen, by, at)


def _texts(draft: int) -> dict[str, str]:
    return {file.name: file.text for file in DraftFile.objects.filter(draft=draft)}


def _fill_in(draft: int, step: str, paper: str, by: int | None, at: datetime) -> None:
    """The step fills the paper from now on, beside what it fills already."""
    files = {file.name: file for file in DraftFile.objects.select_for_update().filter(draft=draft)}
    file, text = filling({name: one.text for name, one in files.items()}, step, paper)
    save_file(draft=draft, name=file, text=text, version=files[file].version, what="accepted", by=by, at=at)


@transaction.atomic
def accept_limit(*, draft: int, suggestion: int, choice: Choice, by: int | None, at: datetime) -> str:
    """It becomes what its author chose, and the draft has no error more than before; gives the part that came of it."""
    open_draft(draft)
    row = _open_row(draft, suggestion)
    if row is None:
        return ""
    chosen = replace(
        choice,
        by=_named(draft, choice.by, by, at),
        tell=_named(draft, choice.tell, by, at),
        target=_named(draft, choice.target, by, at),
    )
    files = {file.name: file for file in DraftFile.objects.select_for_update().filter(draft=draft)}
    before = {name: file.text for name, file in files.items()}
    made = written(before, chosen)
    fault = proposals.new_error(before, made.files)
    if fault is not None:
        raise CannotAccept(fault.message, fault.message_en)
    version = files[made.file].version if made.file in files else 0
    text = made.files[made.file]
    save_file(draft=draft, name=made.file, text=text, version=version, what="accepted", by=by, at=at)
    row.became, row.understood = made.part, choice.understood.as_json()
    _accepted(row, choice.title, by, at)
    return made.part


def _open_row(draft: int, suggestion: int) -> DraftSuggestion | None:
    row = DraftSuggestion.objects.select_for_update().filter(pk=suggestion, draft=draft).first()
    return row if row is not None and row.state == DraftSuggestion.State.OPEN else None


def _accepted(row: DraftSuggestion, chosen: str, by: int | None, at: datetime) -> None:
    row.state, row.accepted_as, row.by_id, row.at = DraftSuggestion.State.ACCEPTED, chosen, by, at
    row.save()


def _named(draft: int, name: str, by: int | None, at: datetime) -> str:
    """A post or form that is itself a suggestion is accepted along; its name is the rule's."""
    number = name.removeprefix(WAITING)
    if not name.startswith(WAITING) or not number.isdecimal():
        return name
    row = DraftSuggestion.objects.filter(pk=int(number[:LONGEST_KEY]), draft=draft, sort__in=ALONG).first()
    if row is None:
        raise CannotAccept("所选的岗位或表单已不在建议里，请重新选择。", "That post or form is no suggestion any more.")
    if row.state == DraftSuggestion.State.OPEN:
        accept_suggestion(draft=draft, suggestion=row.pk, words=row.words, by=by, at=at)
        row.refresh_from_db()
    return row.became


def _write(draft: int, row: DraftSuggestion, chosen: str, by: int | None, at: datetime) -> str:
    taken = {path for file in DraftFile.objects.filter(draft=draft) for path in writing.spots(file.text)}
    name, kind = FILES[row.sort]
    file = DraftFile.objects.select_for_update().filter(draft=draft, name=name).first()
    rule = name_for(chosen, kind, taken)
    text = writing.append(file.text if file else "", rule_of(row.sort, rule, chosen, row.clauses))
    save_file(draft=draft, name=name, text=text, version=file.version if file else 0, what="accepted", by=by, at=at)
    return rule if kind in RULE_KINDS else f"{kind}.{rule}"


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
