"""What a reader gets of a customer: hidden values are absent, not merely painted over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A way to reach the customer, hidden; its id asks for the value in clear."""

    id: int
    kind: str
    masked: str
    label: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer as in lists and beside a case."""

    id: int
    number: str
    name: str
    kind: str
    grade: str
    unit: int | None
    contacts: tuple[ContactLine, ...]

    @property
    def title(self) -> str:
        """What stands in a link or heading: the name; the number for a caller who gave none."""
        return self.name or self.number

    @property
    def phone(self) -> str:
        """The main number, hidden; empty when none is known."""
        phones = [contact for contact in self.contacts if contact.kind == "phone"]
        main = next((contact for contact in phones if contact.is_main), None)
        return (main or phones[0]).masked if phones else ""


@dataclass(frozen=True, slots=True)
class Held:
    """A house, contract, account or site by name alone."""

    id: int
    kind: str
    number: str
    name: str
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a customer is reached, in clear: for filling a form on the server, never for showing."""

    phone: str = ""
    address: str = ""
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A date and where it comes from; replaced ones tell why."""

    name: str
    on: date
    source: str
    recorded_at: datetime
    recorded_by: int | None
    replaced_at: datetime | None
    replaced_because: str


@dataclass(frozen=True, slots=True)
class ObjectLine:
    """A house, contract, account or site; the address is hidden like any other."""

    id: int
    kind: str
    number: str
    name: str
    address: str
    unit: int | None
    attributes: Mapping[str, object]
    closed_on: date | None
    milestones: tuple[MilestoneLine, ...]
    history: tuple[MilestoneLine, ...]
    """Dates that were replaced, newest first."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on the customer's page that belongs to the customer."""

    card: CustomerCard
    notes: str
    attributes: tuple[tuple[str, str], ...]
    """(title, value) of what the trade keeps besides."""
    objects: tuple[ObjectLine, ...]
    merged: tuple[str, ...]
    """Numbers of the dossiers that went into this one."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another dossier that may be the same customer, and why one may think so."""

    card: CustomerCard
    because: str
    """same_contact, same_name_and_place."""
