"""The tables of the organisation, its calendar, and what protects a person's data."""

from shouwen.people.models.audit import AuditEntry as AuditEntry
from shouwen.people.models.audit import AuditHead as AuditHead
from shouwen.people.models.audit import IntegrityCheck as IntegrityCheck
from shouwen.people.models.calendar import CalendarDay as CalendarDay
from shouwen.people.models.calendar import CalendarYear as CalendarYear
from shouwen.people.models.keys import InterfaceKey as InterfaceKey
from shouwen.people.models.organisation import Absence as Absence
from shouwen.people.models.organisation import Holding as Holding
from shouwen.people.models.organisation import OrganisationVersion as OrganisationVersion
from shouwen.people.models.organisation import Person as Person
from shouwen.people.models.organisation import PostScope as PostScope
from shouwen.people.models.organisation import Unit as Unit
from shouwen.people.models.privacy import AccessLog as AccessLog
from shouwen.people.models.privacy import SealedIdentity as SealedIdentity
