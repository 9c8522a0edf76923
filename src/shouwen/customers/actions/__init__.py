"""Everything that changes a customer's dossier."""

from shouwen.customers.actions.coded import register_coded as register_coded
from shouwen.customers.actions.contacts import add_contact as add_contact
from shouwen.customers.actions.contacts import drop_contact as drop_contact
from shouwen.customers.actions.dossier import CustomerRefused as CustomerRefused
from shouwen.customers.actions.dossier import NewContact as NewContact
from shouwen.customers.actions.dossier import correct_customer as correct_customer
from shouwen.customers.actions.dossier import find_or_make as find_or_make
from shouwen.customers.actions.dossier import register_customer as register_customer
from shouwen.customers.actions.merge import merge_customers as merge_customers
from shouwen.customers.actions.objects import add_object as add_object
from shouwen.customers.actions.objects import correct_object as correct_object
from shouwen.customers.actions.objects import set_milestone as set_milestone
from shouwen.customers.actions.reveal import reveal_address as reveal_address
from shouwen.customers.actions.reveal import reveal_contact as reveal_contact
