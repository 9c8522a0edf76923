"""Keeps what the search reads in step with the dossier."""

from shouwen.base.bigrams import normalise, vector
from shouwen.base.pinyin import latin_of
from shouwen.customers.models import Customer, ServiceObject

BETWEEN = "\n"


def index_customer(customer: Customer) -> None:
    """Call in the transaction that changed the name, the number or an object."""
    objects = ServiceObject.objects.filter(customer=customer).order_by("id").values_list("number", "name", "address")
    words = [customer.name, customer.number, *(word for row in objects for word in row)]
    text = normalise(BETWEEN.join(word for word in words if word))
    latin = latin_of(customer.name)
    Customer.objects.filter(pk=customer.pk).update(
        sort_key=latin.sort_key,
        pinyin=latin.full,
        initials=latin.initials,
        search_text=text,
        # One character is a fair question about a name, and names are short.
        search=vector(text, singles=True),
    )
