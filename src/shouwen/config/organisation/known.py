"""What an organisation that is written meets in the database: people of that name, sign-ins, posts of rulebooks."""

from django.conf import settings

from shouwen.base.models import User
from shouwen.config.organisation.written import WrittenPerson
from shouwen.people.models import Person
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks


class TwoOfOneName(LookupError):
    """The name alone does not tell who is meant."""


def known_person(label: str, written: WrittenPerson) -> Person | None:
    """By number, else by name among those who work here; a label that is not the name goes by number alone."""
    here = Person.objects.filter(left_on=None)
    if written.employee_no and (found := here.filter(employee_no__iexact=written.employee_no).first()):
        return found
    if label != written.name:
        return None
    without = list(here.filter(name=written.name, employee_no="")[:2])
    named = without or ([] if written.employee_no else list(here.filter(name=written.name)[:2]))
    if len(named) > 1:
        raise TwoOfOneName(written.name)
    return named[0] if named else None


def user_of(username: str) -> User | None:
    return User.objects.filter(username__iexact=username.strip()).first()


def books_known() -> tuple[Rulebook, ...]:
    """The rulebooks installed here; before the first one is, those that came with the program."""
    books = [rulebooks.rulebook(key) for key in rulebooks.installed()]
    if books:
        return tuple(books)
    shipped = (settings.PACKAGE_DIR / "rulebooks").glob("*/*/header.yaml")
    loaded = (load(path.parent).rulebook for path in sorted(shipped))
    return tuple(book for book in loaded if book is not None)


def posts_known() -> frozenset[str]:
    return frozenset(post for book in books_known() for post in book.posts)
