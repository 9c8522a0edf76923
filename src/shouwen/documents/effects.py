"""Carries out `IssuePaper`: the paper gets its number and content, goes into the register, and its receivers are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from shouwen.documents import actions
from shouwen.documents.content import Names, lines, party_of, written_name
from shouwen.engine.approval import Signer
from shouwen.engine.approved import agreed_under
from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Ground, judge
from shouwen.engine.effects import IssuePaper
from shouwen.engine.facts import Assignee, Facts
from shouwen.people import queries as people
from shouwen.rulebook.model import PaperRule, Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.numbers import give_numbers
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.registry import Carried, register


def wire() -> None:
    """Makes this domain the owner of the effect."""
    register(IssuePaper, issue_papers)


def issue_papers(carried: Sequence[Carried]) -> None:
    """All papers of one transaction, each once."""
    names = Names(units=people.unit_names(), persons=_persons(carried))
    for each in carried:
        _issue(each, cast(IssuePaper, each.effect), names)


def _persons(carried: Sequence[Carried]) -> dict[str, str]:
    """Names of everybody whom the facts or the receivers mention."""
    ids = {seat.person for each in carried for seat in cast(IssuePaper, each.effect).to if seat.person}
    for each in carried:
        facts = each.entry.decision.after.facts.values()
        ids |= {value for value in facts if isinstance(value, str) and value.isdecimal() and len(value) < 18}
        ids |= {person for signer in _approvals(each).values() for person in (signer.by, signer.on_behalf) if person}
    return people.names(ids)


def _approvals(carried: Carried) -> dict[str, Signer]:
    """By post, who agreed to the paper in the case and so has signed it."""
    paper = rulebooks.edition(carried.entry.held.edition).rulebook.papers[cast(IssuePaper, carried.effect).paper]
    return agreed_under(carried.entry.decision.after, paper)


def _issue(carried: Carried, effect: IssuePaper, names: Names) -> None:
    entry = carried.entry
    rulebook = rulebooks.edition(entry.held.edition).rulebook
    paper = rulebook.papers[effect.paper]
    after = entry.decision.after
    facts = prefilled([paper], after, {**entry.around.facts, **after.facts, **effect.facts})
    draft = actions.Draft(
        subject=entry.held.id,
        key=effect.key,
        edition=entry.held.edition,
        paper=paper.name,
        sort=paper.sort,
        template=paper.template or "",
        title=paper.title or paper.name,
        number=_number(paper, entry.event.at, rulebook),
        printed=lines(paper, facts, rulebook, names),
        signers=tuple(party_of(who, rulebook) for who in paper.signed),
        clauses=effect.cites or paper.cites,
        unit=entry.held.unit,
        signed=tuple(
            actions.SignedBefore(post, written_name(signer, names.persons), signer.by or "", signer.at)
            for post, signer in _approvals(carried).items()
            if signer.at is not None
        ),
    )
    receivers = [
        _receiver(seat, _sending(paper, facts, entry.event.at, rulebook), rulebook, names) for seat in effect.to
    ]
    actions.issue(draft=draft, receivers=receivers, by=entry.event.by, at=entry.event.at)


def _number(paper: PaperRule, at: datetime, rulebook: Rulebook) -> str | None:
    return give_numbers([(paper.number, at, rulebook.header.zone)])[0] if paper.number else None


@dataclass(frozen=True, slots=True)
class _Sending:
    """By which ways a paper may leave, the one that was chosen for those outside, and whether it is to be signed for."""

    ways: tuple[str, ...]
    chosen: str
    needs_receipt: bool


def _sending(paper: PaperRule, facts: Facts, at: datetime, rulebook: Rulebook) -> _Sending:
    """A receipt may depend on what the case says, as on the way of delivery that was written down."""
    send = paper.send
    if send is None or isinstance(send.receipt, bool):
        return _Sending(send.via if send else ("in_app",), "", send is not None and send.receipt is True)
    ground = Ground(facts.get, at, Calendars(always_open("always", rulebook.header.zone)), {})
    written = (str(facts.get(path)) for path in sorted(send.receipt.paths()))
    chosen = next((way for way in written if way in send.via), "")
    return _Sending(send.via, chosen, judge(send.receipt, ground).value is not False)


def _receiver(seat: Assignee, sending: _Sending, rulebook: Rulebook, names: Names) -> actions.Receiver:
    post = rulebook.posts.get(seat.post or "")
    parts = [
        names.units.get(seat.unit or "", ""),
        post.title if post else "",
        names.persons.get(seat.person or "", ""),
        rulebook.header.parties.get(seat.outside or "", seat.outside or ""),
    ]
    return actions.Receiver(
        seat=seat,
        words=" ".join(part for part in parts if part),
        via=(sending.chosen if seat.outside else "") or _way(seat, sending.ways),
        needs_receipt=sending.needs_receipt,
    )


def _way(seat: Assignee, ways: tuple[str, ...]) -> str:
    """Colleagues get it in the program when the paper allows; outsiders the first other way."""
    if not seat.outside and "in_app" in ways:
        return "in_app"
    return next((way for way in ways if way != "in_app"), "in_app")
