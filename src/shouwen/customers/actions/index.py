"""Keeps what the search reads in step with the dossier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shouwen.base.bigrams import Lexemes, bigrams, normalise
from shouwen.base.pinyin import Latin, latin_of, spoken
from shouwen.customers.models import Customer, ServiceObject

BETWEEN = "\n"
INDEXED = ("sort_key", "pinyin", "initials", "search_text", "search")


def index_customer(customer: Customer) -> None:
    """Call in the transaction that changed the name, the number or an object."""
    objects = ServiceObject.objects.filter(customer=customer).order_by("id").values_list("number", "name", "address")
    prepare(customer, (word for row in objects for word in row))
    customer.save(update_fields=INDEXED)


def prepare_object(thing: ServiceObject) -> ServiceObject:
    """Sets how the object's name is spoken; call before it is saved."""
    latin = spoken(thing.name)[0]
    thing.pinyin, thing.initials = latin.full, latin.initials
    return thing


def prepare(customer: Customer, words: Iterable[str] = ()) -> None:
    """Sets the columns of the search; `words` are those of the customer's objects."""
    found = searched_by(customer, words)
    customer.sort_key, customer.pinyin, customer.initials = found.latin.sort_key, found.latin.full, found.latin.initials
    customer.search_text = found.text
    customer.search = Lexemes(found.pieces)


@dataclass(frozen=True, slots=True)
class SearchedBy:
    """What the search finds a customer by."""

    latin: Latin
    text: str
    pieces: Sequence[str]


def searched_by(customer: Customer, words: Iterable[str] = ()) -> SearchedBy:
    """Of the name, the number and what the customer has with us."""
    text = normalise(BETWEEN.join(word for word in (customer.name, customer.number, *words) if word))
    # One character is a fair question about a name, and names are short.
    return SearchedBy(latin_of(customer.name), text, bigrams(text, singles=True))
