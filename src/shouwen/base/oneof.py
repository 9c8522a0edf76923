"""A column that holds one of many values, asked with a list as one value: a question about thirty units is as short as one about one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, CharField, Func, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import PostgresOperatorLookup


class OneOf(PostgresOperatorLookup):
    """`field__one_of=[…]`: as `__in`, without a place for each; a question with hundreds of places takes the driver long."""

    lookup_name = "one_of"
    postgres_operator = "= ANY"

    def get_prep_lookup(self) -> object:
        return self.rhs

    def process_rhs(self, compiler: object, connection: object) -> tuple[str, tuple[Any, ...]]:
        return "(%s)", (self.rhs,)


CharField.register_lookup(OneOf)


def one_of(field: str, values: Iterable[object]) -> Q:
    """The condition; nothing where there are no values."""
    return Q(**{f"{field}__one_of": sorted(map(str, values))})


def within_few(field: str, sql: str, given: Sequence[Any]) -> Q:
    """Rows whose key is among what one question finds: it is answered first, and its few rows are looked up one by one."""
    found = RawSQL(f"ARRAY({sql})", given)  # noqa: S611  # constants, values apart
    return Q(Func(field, found, template="(%(expressions)s)", arg_joiner=" = ANY ", output_field=BooleanField()))
