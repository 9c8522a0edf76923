"""Somebody at the hotline who sees all, somebody in each branch who sees that branch, and one who sees nothing."""

from dataclasses import dataclass

from tests.founded import founded_once
from tests.people.company import AT, Company, found_company

from shouwen.customers import actions
from shouwen.customers.actions import NewContact
from shouwen.people import actions as people
from shouwen.people.access import Viewer


@dataclass(frozen=True)
class Desk:
    """The company and its people."""

    company: Company
    hotline: int
    branch_clerk: int
    other_clerk: int
    newcomer: int

    def viewer(self, person: int) -> Viewer:
        return self.company.viewer(person)

    @property
    def all_seeing(self) -> Viewer:
        return self.viewer(self.hotline)

    def customer(self, name: str, *phones: str, unit: int | None = None, number: str = "") -> int:
        contacts = [NewContact("phone", phone) for phone in phones]
        row = actions.register_customer(name=name, unit=unit, number=number, contacts=contacts, by=None, at=AT)
        return row.pk


@founded_once
def open_desk() -> Desk:
    company = found_company()
    people.grant_scope(post="agent", unit_kind="department", reach="all", acts=["see", "reveal"], by=None, at=AT)
    people.grant_scope(post="clerk", reach="unit", acts=["see"], by=None, at=AT)
    return Desk(
        company=company,
        hotline=company.employ("小何", "agent", company.centre),
        branch_clerk=company.employ("小李", "clerk", company.branch),
        other_clerk=company.employ("小赵", "clerk", company.other),
        newcomer=company.employ("新人"),
    )
