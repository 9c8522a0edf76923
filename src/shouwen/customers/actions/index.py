"""Keeps what the search reads in step with the dossier."""

from collections.abc import Iterable

from shouwen.base.bigrams import normalise, vector
from shouwen.base.pinyin import latin_of
from shouwen.customers.models import Customer, ServiceObject

BETWEEN = "\n"
INDEXED = ("sort_key", "pinyin", "initials", "search_text", "search")


def index_customer(customer: Customer) -> None:
    """Call in the transaction that changed the name, the number or an object."""
    objects = ServiceObject.objects.filter(customer=customer).order_by("id").values_list("number", "name", "address")
    prepare(customer, (word for row in objects for word in row))
    customer.save(update_fields=INDEXED)


def prepare(customer: Customer, words: Iterable[str] = ()) -> None:
    """Sets the columns of the search; `words` are those of the customer's objects."""
    text = normalise(BETWEEN.join(word for word in (customer.name, customer.number, *words) if word))
    latin = latin_of(customer.name)
    customer.sort_key, customer.pinyin, customer.initials = latin.sort_key, latin.full, latin.initials
    customer.search_text = text
    # One character is a fair question about a name, and names are short.
    customer.search = vector(text, singles=True)
