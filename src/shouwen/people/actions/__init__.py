"""Everything that changes the organisation, its calendar, or what is kept sealed."""

from shouwen.people.actions.absences import end_absence as end_absence
from shouwen.people.actions.absences import set_absence as set_absence
from shouwen.people.actions.calendar import NoticeRefused as NoticeRefused
from shouwen.people.actions.calendar import import_notice as import_notice
from shouwen.people.actions.calendar import publish_year as publish_year
from shouwen.people.actions.calendar import seed_years as seed_years
from shouwen.people.actions.change import ChangeRefused as ChangeRefused
from shouwen.people.actions.keys import make_key as make_key
from shouwen.people.actions.keys import revoke_key as revoke_key
from shouwen.people.actions.privacy import log_access as log_access
from shouwen.people.actions.privacy import reveal_sealed as reveal_sealed
from shouwen.people.actions.privacy import seal as seal
from shouwen.people.actions.scopes import appoint_administrator as appoint_administrator
from shouwen.people.actions.scopes import grant_scope as grant_scope
from shouwen.people.actions.scopes import withdraw_scope as withdraw_scope
from shouwen.people.actions.staff import close_departures as close_departures
from shouwen.people.actions.staff import correct_person as correct_person
from shouwen.people.actions.staff import end_holding as end_holding
from shouwen.people.actions.staff import give_sign_in as give_sign_in
from shouwen.people.actions.staff import hire as hire
from shouwen.people.actions.staff import leave as leave
from shouwen.people.actions.staff import place as place
from shouwen.people.actions.units import close_unit as close_unit
from shouwen.people.actions.units import describe_unit as describe_unit
from shouwen.people.actions.units import found_unit as found_unit
from shouwen.people.actions.units import move_unit as move_unit
