"""Search of Chinese text by two characters: pieces of text as lexemes of a text search column, exact after a recheck."""

import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q, TextField, Value
from django.db.models.lookups import PostgresOperatorLookup

from shouwen.base.typed import UNSEEN

PAIR = 2
# array_to_tsvector refuses a vector of a megabyte; no message that a person wrote comes near it.
MOST_LEXEMES = 100_000


def normalise(text: str) -> str:
    """Full-width and half-width, upper and lower case are one; signs that nobody sees are none."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", text)).lower()


def runs(text: str) -> list[str]:
    """Unbroken stretches of letters, digits and Chinese characters."""
    return "".join(each if each.isalnum() else " " for each in normalise(text)).split()


def bigrams(text: str, *, size: int = PAIR, singles: bool = False) -> list[str]:
    """Every piece of `size` neighbouring characters, once, in order; a shorter stretch counts whole.

    `singles` adds each character, for names, where one character is a fair question.
    """
    found: dict[str, None] = {}
    for run in runs(text):
        pieces = [run[start : start + size] for start in range(max(1, len(run) - size + 1))]
        found.update(dict.fromkeys(pieces))
        if singles:
            found.update(dict.fromkeys(run))
    return list(found)[:MOST_LEXEMES]


def query_text(text: str, *, size: int = PAIR) -> str:
    """The condition in the database's own writing, for `%s::tsquery`: all pieces together; empty when nothing is asked."""
    return " & ".join(f"'{piece}'" for piece in bigrams(text, size=size))


def to_recheck(text: str, *, size: int = PAIR) -> list[str]:
    """Stretches whose pieces might lie apart in a text: a piece that was asked for as it is needs no second look."""
    return [run for run in runs(text) if len(run) > size]


def like_patterns(text: str, *, size: int = PAIR) -> list[str]:
    """What the recheck looks for. Stretches hold letters and digits only, so nothing needs escaping."""
    return [f"%{run}%" for run in to_recheck(text, size=size)]


class Lexemes(Func):
    """`array_to_tsvector(…)`: the pieces become the vector as they are, without positions and without a parser."""

    function = "array_to_tsvector"

    def __init__(self, pieces: Iterable[str]) -> None:
        super().__init__(
            Value(list(pieces), output_field=ArrayField(TextField())),
            output_field=SearchVectorField(),
        )


def vector(text: str, *, size: int = PAIR, singles: bool = False) -> Lexemes:
    """What to assign to a SearchVectorField."""
    return Lexemes(bigrams(text, size=size, singles=singles))


class HasAll(PostgresOperatorLookup):
    """`field__has_all=query_text(…)`: the index finds rows with every piece."""

    lookup_name = "has_all"
    postgres_operator = "@@"

    def get_prep_lookup(self) -> object:
        return self.rhs

    def process_rhs(self, compiler: object, connection: object) -> tuple[str, tuple[str | int, ...]]:
        return "%s::tsquery", (str(self.rhs),)


SearchVectorField.register_lookup(HasAll)


def matching(vector_field: str, text_field: str, asked: str, *, size: int = PAIR) -> Q:
    """Rows whose text holds every stretch asked for; `text_field` holds normalised text (see `normalise`)."""
    condition = Q(**{f"{vector_field}__has_all": query_text(asked, size=size)})
    for run in to_recheck(asked, size=size):
        condition &= Q(**{f"{text_field}__contains": run})
    return condition
