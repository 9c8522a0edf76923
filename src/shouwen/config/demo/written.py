"""What the demonstration is made of, as it is written in the files beside: company, scopes, topics, words, courses."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from shouwen.config.organisation.written import Written, WrittenOrganisation, WrittenPerson

HERE = Path(__file__).parent


class WrittenAbsence(Written):
    """Somebody is away from one day to another, counted from today."""

    person: str
    substitute: str
    days: tuple[int, int]
    reason: str


class WrittenCompany(WrittenOrganisation):
    """An organisation, and who is away in it."""

    absences: tuple[WrittenAbsence, ...]


class WrittenExtra(Written):
    """Something besides the flow: who does it, how many hours after the beginning, and why."""

    act: Literal["urge", "supervise", "suspend", "note", "promise", "inbound"]
    hours: float
    by: str = ""
    text: str


class Course(Written):
    """How cases of one kind go: what they are about, how old they are, and where they leave the usual way.

    Steps are named `procedure/step`; outcomes stand for the first, second … visit, hours for the time until somebody acts.
    """

    name: str
    opens: str
    topics: str
    count: int
    days: tuple[float, float]
    by: str
    opener: str = ""
    channels: tuple[str, ...] = ("phone",)
    unit: str = ""
    urgent: bool = False
    grade: str = "normal"
    answer: tuple[float, float] | None = None
    outcomes: Mapping[str, tuple[str, ...]] = {}
    hours: Mapping[str, tuple[float, float]] = {}
    fields: Mapping[str, Any] = {}
    stays: tuple[str, ...] = ()
    extras: tuple[WrittenExtra, ...] = ()


class Courses(Written):
    """The usual time until somebody acts, what a step waits for in the case above it, and the courses."""

    hours: Mapping[str, tuple[float, float]]
    waits: Mapping[str, str]
    courses: tuple[Course, ...]


class Tour(Written):
    """The one complaint of ./run tour: when it begins, whose it is, how it goes, what has to come true."""

    begins: datetime
    customer: Mapping[str, str]
    topic: int
    course: Course
    expected: tuple[str, ...]


class WrittenTrade(Written):
    """A subsidiary whose units, posts and people follow from its rulebook."""

    code: str
    edition: str
    name: str
    short: str
    units: Mapping[str, str] = {}
    """Names of units by kind, where the kind's own word is not enough."""
    users: tuple[str, str]
    clients: tuple[str, ...] = ()
    """Customers that are no households."""
    object: tuple[str, str]
    address: str
    matters: tuple[tuple[str, str], ...]


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def company() -> WrittenCompany:
    """With its scopes; numbers and addresses are given in the order in which the people are named."""
    found = WrittenCompany.model_validate({**_read("company"), "scopes": _read("scopes")})
    return found.model_copy(
        update={"people": {name: _reached(number) for number, name in enumerate(found.labels(), 1)}}
    )


def _reached(number: int) -> WrittenPerson:
    return WrittenPerson(phone=f"138{number:08}", email=f"staff{number:03}@heju.example", employee_no=f"E{number:04}")


@cache
def courses() -> Courses:
    return Courses.model_validate(_read("courses"))


@cache
def tour() -> Tour:
    return Tour.model_validate(_read("tour"))


@cache
def topics() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """By what the courses call them."""
    return {name: tuple(found) for name, found in _read("topics").items()}


@cache
def words() -> Mapping[str, Any]:
    """By `paper.field`."""
    found: Mapping[str, Any] = _read("words")
    return found


@cache
def trades() -> tuple[WrittenTrade, ...]:
    return tuple(WrittenTrade.model_validate(each) for each in _read("trades"))


@cache
def sayings() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Words of a field's title, and what is written there."""
    return tuple((tuple(words.split("|")), said) for words, said in _read("sayings"))
