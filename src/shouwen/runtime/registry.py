"""Who carries out which effect, and who knows what surrounds a subject; wired by the domains when the program starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.engine import effects
from shouwen.engine.calendars import Calendars
from shouwen.engine.effects import Effect
from shouwen.engine.events import Event
from shouwen.engine.facts import Around
from shouwen.engine.state import State
from shouwen.runtime.subjects import Entry


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision is about to be made: what the domain has to load around it."""

    subject: int
    state: State
    event: Event


@dataclass(frozen=True, slots=True)
class Carried:
    """One effect to carry out, with the decision it comes from."""

    entry: Entry
    effect: Effect


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a decision is made in: facts and people around the subject, and the calendars of its unit."""

    around: Around
    calendars: Calendars


@dataclass(frozen=True, slots=True)
class Mailing:
    """One person is told something: whether and how it also leaves the house is theirs to choose."""

    person: str
    kind: str
    urgent: bool
    at: datetime


Handler = Callable[[Sequence[Carried]], None]
Provider = Callable[[Sequence[Ask]], Sequence[Surroundings]]
Projection = Callable[[Sequence[Entry]], None]
Renderer = Callable[[Iterable[int]], Mapping[int, Mapping[str, str]]]
Post = Callable[[Sequence[Mailing]], Sequence[tuple[str, ...]]]
Voucher = Callable[[Entry], Mapping[str, Any]]
AddressBook = Callable[[Iterable[str]], Mapping[str, str]]


class MissingOwner(LookupError):
    """Nobody registered for something that decisions ask for."""


class _Wiring:
    """What the domains registered; filled once, in their apps' `ready`."""

    def __init__(self) -> None:
        self.handlers: dict[type[Effect], Handler] = {}
        self.providers: dict[str, Provider] = {}
        self.projections: dict[str, Projection] = {}
        self.renderers: dict[str, Renderer] = {}
        self.vouchers: dict[str, Voucher] = {}
        self.addresses: AddressBook | None = None
        self.post: Post | None = None


_wiring = _Wiring()

# What leaves the runtime: everything else is carried out by its writer, or complete with the state after the decision.
HANDED_ON: frozenset[type[Effect]] = frozenset({effects.IssuePaper})


def register(effect: type[Effect], handler: Handler) -> None:
    """Says who carries out an effect; each has one owner."""
    if effect not in HANDED_ON or _wiring.handlers.get(effect, handler) is not handler:
        raise ValueError(f"{effect.__name__} has an owner already")
    _wiring.handlers[effect] = handler


def register_kind(kind: str, *, around: Provider, project: Projection, render: Renderer) -> None:
    """Says who knows what surrounds a kind of subject, keeps its own rows of it, and words its notices."""
    _wiring.providers[kind] = around
    _wiring.projections[kind] = project
    _wiring.renderers[kind] = render


def register_voucher(kind: str, voucher: Voucher) -> None:
    """Says what an entry's own facts add, so that rows kept beside the log can be compared with it for good."""
    _wiring.vouchers[kind] = voucher


def vouched(entry: Entry) -> Mapping[str, Any]:
    """What stands in the log beside the facts a decision went by."""
    voucher = _wiring.vouchers.get(entry.held.kind)
    return voucher(entry) if voucher else {}


def register_addresses(addresses: AddressBook) -> None:
    """Says who knows the e-mail addresses of persons."""
    _wiring.addresses = addresses


def register_post(post: Post) -> None:
    """Says who knows how people want to be told."""
    _wiring.post = post


def ways_of(mailings: Sequence[Mailing]) -> Sequence[tuple[str, ...]]:
    """The channels by which each leaves at once; where nobody knows better, what is urgent goes by e-mail."""
    if not mailings:
        return ()
    return _wiring.post(mailings) if _wiring.post else [("email",) if each.urgent else () for each in mailings]


def missing() -> list[str]:
    """The effects that nobody carries out; a start of the program with any of them is refused."""
    return sorted(effect.__name__ for effect in HANDED_ON - set(_wiring.handlers))


def carry_out(entries: Sequence[Entry]) -> None:
    """Hands each effect to its owner, all of one kind at once."""
    found: dict[type[Effect], list[Carried]] = {}
    for entry in entries:
        for effect in entry.decision.effects:
            if type(effect) in HANDED_ON:
                found.setdefault(type(effect), []).append(Carried(entry, effect))
    for kind, carried in found.items():
        handler = _wiring.handlers.get(kind)
        if handler is None:
            raise MissingOwner(f"nobody carries out {kind.__name__}: register it in the ready() of its domain")
        handler(carried)


def around(asks: Sequence[tuple[str, Ask]]) -> list[Surroundings]:
    """What surrounds each subject, loaded for all of one kind at once."""
    by_kind: dict[str, list[int]] = {}
    for place, (kind, _) in enumerate(asks):
        by_kind.setdefault(kind, []).append(place)
    answers: dict[int, Surroundings] = {}
    for kind, places in by_kind.items():
        provider = _wiring.providers.get(kind)
        if provider is None:
            raise MissingOwner(f"nobody knows what surrounds a {kind}: register the kind in the ready() of its domain")
        answers.update(zip(places, provider([asks[place][1] for place in places]), strict=True))
    return [answers[place] for place in range(len(asks))]


def project(entries: Sequence[Entry]) -> None:
    """Lets each kind's owner bring its own rows up to date."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.held.kind, []).append(entry)
    for kind, own in by_kind.items():
        _wiring.projections[kind](own)


def render(kind: str, subjects: Iterable[int]) -> Mapping[int, Mapping[str, str]]:
    """The words that notices about these subjects may use, as `case.number`."""
    return _wiring.renderers[kind](subjects)


def addresses(persons: Iterable[str]) -> Mapping[str, str]:
    """E-mail addresses of persons; one without an address is left out."""
    return _wiring.addresses(persons) if _wiring.addresses else {}
