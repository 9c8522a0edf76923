"""Papers filled on a case: what stands on them now, who signed this version, and how they print."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.queries.seeing import get_for
from shouwen.documents.content import Names, fingerprint, lines, party_of, to_sign, written_name
from shouwen.documents.queries import DocumentRow, SignatureRow
from shouwen.engine.approval import Signer
from shouwen.engine.approved import agreed_under
from shouwen.engine.state import PaperMark, State
from shouwen.people.access import Viewer
from shouwen.people.queries import names, unit_names
from shouwen.rulebook.model import PaperRule, Rulebook, Who
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import LogEntry, log_of, state_of

ON_PAPER = "见所附签字件"
"""Instead of a name, where a party outside signed a printed sheet."""


class NoSuchPaper(LookupError):
    """The case has no such paper, or nobody has filled it."""


@dataclass(frozen=True, slots=True)
class FilledPaper:
    """One form of the case as it stands."""

    paper: str
    title: str
    filled_at: datetime
    filled_by: str
    version: int
    """How often it was filled; a signature stands under one of them."""
    content_hash: str
    signatures: tuple[SignatureRow, ...]


def papers_of(viewer: Viewer, case_id: int) -> tuple[FilledPaper, ...]:
    """Every filled form, in the order of filling; those that only the flow needs are left to the timeline."""
    row = get_for(viewer, case_id)
    state, log = state_of(case_id), log_of(case_id)
    rulebook = rulebooks.rulebook(row.edition)
    marks = {mark.paper: mark for mark in state.papers if mark.filled_at is not None and mark.paper in rulebook.papers}
    found = [_filled(rulebook, state, mark, log) for mark in marks.values()]
    return tuple(sorted(found, key=lambda each: each.filled_at))


def printable(viewer: Viewer, case_id: int, paper: str) -> DocumentRow:
    """The form as a document to print: its number is the case's, its version how often it was filled."""
    row = get_for(viewer, case_id)
    found = next((each for each in papers_of(viewer, case_id) if each.paper == paper), None)
    if found is None:
        raise NoSuchPaper(f"Case {case_id} has no filled paper {paper}.")
    rulebook = rulebooks.rulebook(row.edition)
    rule = rulebook.papers[paper]
    state = state_of(case_id)
    printed = lines(rule, state.facts, rulebook, _names(state))
    return DocumentRow(
        id=0,
        subject=case_id,
        paper=paper,
        sort=rule.sort,
        template=rule.template or "",
        title=found.title,
        number=row.number,
        version=found.version,
        issued_at=found.filled_at,
        content=tuple((line.title, line.text, line.wide) for line in printed),
        clauses=rule.cites,
        unit=row.unit,
        deliveries=(),
        signatures=found.signatures or tuple(SignatureRow(*each) for each in to_sign(rule, state.facts)),
        by=found.filled_by,
        content_hash=found.content_hash,
    )


def hash_now(case_id: int, paper: str) -> str:
    """What a signature under the form would stand under at present."""
    state = state_of(case_id)
    rulebook = rulebooks.rulebook(state.edition)
    rule = rulebook.papers[paper]
    return fingerprint(rule.title or paper, lines(rule, state.facts, rulebook, _names(state)))


def _filled(rulebook: Rulebook, state: State, mark: PaperMark, log: tuple[LogEntry, ...]) -> FilledPaper:
    rule = rulebook.papers[mark.paper]
    fills = [entry for entry in log if mark.paper in (entry.event.get("papers") or ()) and not entry.refused]
    by = fills[-1].event.get("by") if fills else None
    title = rule.title or mark.paper
    content_hash = fingerprint(title, lines(rule, state.facts, rulebook, _names(state)))
    agreed = agreed_under(state, rule)
    signers = _signers(rulebook, rule)
    return FilledPaper(
        paper=mark.paper,
        title=title,
        filled_at=mark.filled_at or state.opened_at or log[0].at,
        filled_by=names([by]).get(str(by), "") if by else "",
        version=max(1, len(fills)),
        content_hash=content_hash,
        signatures=tuple(
            _approved(who, rulebook, agreed[who.post])
            if who.post in agreed
            else _signature(who, rulebook, rule, content_hash, log)
            for who in signers
        ),
    )


def _signers(rulebook: Rulebook, rule: PaperRule) -> tuple[Who, ...]:
    """Those whom the paper itself names, and those whom a step asks for."""
    asked = list(rule.signed)
    for procedure in rulebook.case_types.values():
        for step in procedure.steps.values():
            asked += [who for need in step.papers if need.paper == rule.name for who in need.signed]
    return tuple({party_of(who, rulebook)[0]: who for who in asked}.values())


def _approved(who: Who, rulebook: Rulebook, signer: Signer) -> SignatureRow:
    """Who agreed in the approval step has signed."""
    party, word = party_of(who, rulebook)
    persons = names([person for person in (signer.by, signer.on_behalf) if person])
    return SignatureRow(word, written_name(signer, persons) or word, signer.at, party)


def _signature(
    who: Who, rulebook: Rulebook, rule: PaperRule, content_hash: str, log: tuple[LogEntry, ...]
) -> SignatureRow:
    """A signature under another version of the paper does not count."""
    party, word = party_of(who, rulebook)
    for entry in reversed(log):
        event: Mapping[str, object] = entry.event
        same = (event.get("paper"), event.get("party"), event.get("version")) == (rule.name, party, content_hash)
        if entry.kind == "PaperSigned" and same and not entry.refused:
            by = str(event.get("by") or "")
            written = str(event.get("name") or "") or ON_PAPER
            return SignatureRow(word, written if who.outside else names([by]).get(by, word), entry.at, party)
    return SignatureRow(word, key=party, is_outside=who.outside is not None)


def _names(state: State) -> Names:
    ids = {value for value in state.facts.values() if isinstance(value, str) and value.isdecimal() and len(value) < 18}
    return Names(units=unit_names(), persons=names(ids))
