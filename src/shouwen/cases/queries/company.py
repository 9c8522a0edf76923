"""The units of the company that a case belongs to: among them it is passed on."""

from shouwen.people.company import company_of
from shouwen.people.organisation import Version
from shouwen.people.queries import copy_of
from shouwen.runtime import rulebooks


def units_of_company(unit: str, edition: str, *, version: Version | None = None) -> frozenset[int]:
    """By the unit of the case and the edition that it keeps."""
    copy = copy_of(version)
    return company_of(copy, int(unit), rulebooks.edition(edition).units) if unit.isdecimal() else frozenset()
