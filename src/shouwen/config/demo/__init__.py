"""The demonstration: an invented company whose cases really went through the rules, and how one signs in to it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.db import transaction

from shouwen.base import actions as base_actions
from shouwen.base import clock, queries
from shouwen.config.demo.cases import BEFORE, SEED, play_cases
from shouwen.config.demo.customers import register_customers
from shouwen.config.demo.history import play_history
from shouwen.config.demo.organisation import (
    DECOR,
    PASSWORD,
    administrator,
    found_company,
    give_sign_in_to_administrator,
    give_sign_ins,
    ways,
)
from shouwen.config.demo.replies import write_replies
from shouwen.config.demo.stage import Stage
from shouwen.config.environment import Environment
from shouwen.config.organisation.known import user_of
from shouwen.people.queries import all_units, unit_by_code

Say = Callable[[str], None]
NAME = "和居装饰集团"


@dataclass(frozen=True, slots=True)
class SignIn:
    """One way to sign in."""

    role: str
    username: str
    password: str
    company: str


class NotADemonstrationError(RuntimeError):
    """Invented people and cases never enter a database of real work."""

    def __init__(self) -> None:
        super().__init__(
            "This database was not founded as a demonstration; start one with ./run demo in a folder of its own."
        )


class AlreadyFilledError(RuntimeError):
    """Nothing is taken away from a demonstration that has its company."""

    def __init__(self) -> None:
        super().__init__(
            "This demonstration has its company already: run ./run reset first, or give --empty a folder of its own with SHOUWEN_VAR."
        )


def sign_ins() -> tuple[SignIn, ...]:
    """By company and role; none in a database of real work."""
    if not queries.installation().is_demo:
        return ()
    company = queries.installation().company
    found = ways() if is_there() else [(company, way) for way in administrator().sign_ins]
    # A company that an earlier version of the program made lacks who came later.
    return tuple(SignIn(way.role, way.username, PASSWORD, company) for company, way in found if user_of(way.username))


def is_there() -> bool:
    """Whether the company has been made in this database, to the last step: that its people sign in."""
    return queries.installation().is_demo and user_of(ways()[0][1].username) is not None


def prepare_empty(*, say: Say) -> None:
    """Nobody but the administrator, for those who want to found a company themselves."""
    if not queries.installation().is_demo:
        raise NotADemonstrationError
    if unit_by_code(DECOR) is not None:
        raise AlreadyFilledError
    if user_of(administrator().sign_ins[0].username) is None:
        say("Preparing a demonstration without a company …")
        with transaction.atomic():
            at = clock.now()
            give_sign_in_to_administrator(at=at)


def build(*, say: Say, share: float | None = None) -> Stage | None:
    """Makes the company, then its cases, each all or nothing; what was interrupted goes on, a second time there is nothing to do.

    `share` makes fewer cases of each kind, for those who want to start quickly.
    """
    if not queries.installation().is_demo:
        raise NotADemonstrationError
    # Whoever began empty and founded a company of their own keeps it as it is.
    if is_there():
        return None
    if all_units() and unit_by_code(DECOR) is None:
        say(
            "This demonstration holds the company that was founded in it, and stays so: "
            "for the included one give ./run demo an empty folder with SHOUWEN_VAR, or run ./run reset first."
        )
        return None
    until = clock.now()
    say("Founding the demonstration company …")
    with transaction.atomic():
        company = found_company(at=until - BEFORE, today=until)
    base_actions.count_rows()
    with transaction.atomic():
        clients = register_customers(company, Random(SEED), at=until - BEFORE)  # noqa: S311  # invented people
        say("Playing its cases through the rules, from three months ago to now (about a minute) …")
        given = Environment().demo_share() if share is None else share
        stage = play_cases(company, clients, until=until, share=given, say=say)
        say("Letting messages of earlier months pass again …")
        play_history(company, since=until - BEFORE, until=until)
        give_sign_ins(company, at=until)
        write_replies(by=company.persons[administrator().sign_ins[0].person], at=until)
        base_actions.name_company(company=NAME)
    say(f"The demonstration company is there: {stage.opened} calls and letters, {stage.done} acts of its people.")
    return stage
