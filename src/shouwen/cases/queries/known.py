"""Lists narrowed to what is known of a case: a field of its forms, a fact, a customer who comes again and again."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, JSONField, Q
from django.db.models.lookups import PostgresOperatorLookup

from shouwen.cases.attributes import Attribute, attributes
from shouwen.cases.models import Case
from shouwen.people.access import Viewer
from shouwen.people.queries import post_titles
from shouwen.runtime import rulebooks

LATELY = timedelta(days=settings.REPEAT_DAYS)
MORE_THAN_ONCE: int = settings.REPEAT_TIMES
NOWHERE = Q(pk__in=())
BOOLEANS = {"true": True, "false": False}
NUMBERS = ("number", "money", "score")
DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIMES = {"date": re.compile(DAY), "datetime": re.compile(DAY), "time": re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")}
REFERENCES = ("person", "unit", "post")
MOST_DIGITS = 16
# Behind everything that may follow a day in an instant.
END_OF_DAY = "~"


class Sought(NamedTuple):
    """A field or fact with what is asked of it: that it is so, lies between two values, is empty or filled."""

    path: str
    value: str = ""
    how: str = "is"
    until: str = ""


class Fits(PostgresOperatorLookup):
    """`field__fits=path`: a path of the database's own finds something; what has another form is no fault."""

    lookup_name = "fits"
    postgres_operator = "@?"

    def get_prep_lookup(self) -> object:
        return self.rhs

    def process_rhs(self, compiler: object, connection: object) -> tuple[str, tuple[str | int, ...]]:
        return "%s::jsonpath", (str(self.rhs),)


JSONField.register_lookup(Fits)


def known_attributes(editions: Iterable[str] | None = None) -> dict[str, Attribute]:
    """By path, over these editions, else all that are installed here; of two of one name the later one's words stand."""
    found: dict[str, Attribute] = {}
    for key in rulebooks.installed() if editions is None else editions:
        found |= attributes(key)
    return found


def attribute_is(viewer: Viewer, sought: Sought) -> Q:
    """Cases whose field or fact is so; nothing for a name by which nobody may ask, so that nothing hidden is guessed."""
    one = known_attributes().get(sought.path)
    if one is None or wrong_with(viewer, sought):
        return NOWHERE
    if sought.how in ("empty", "filled"):
        has = Q(attributes__has_key=one.path)
        return has if sought.how == "filled" else ~has
    if sought.how == "between":
        return Q(attributes__fits=_within(one, sought.value, sought.until))
    return _equals(viewer, one, sought.value)


def wrong_with(viewer: Viewer, sought: Sought) -> str:
    """What keeps it from being asked, as a key that pages put into words; empty where nothing does."""
    one = known_attributes().get(sought.path)
    if one is None:
        return "unknown"
    if sought.how not in ways_of(one):
        return "how"
    if sought.how in ("empty", "filled"):
        return ""
    given = [each for each in (sought.value, sought.until) if each]
    if not given or (sought.how == "is" and not sought.value):
        return "value"
    return next((sort for each in given if (sort := _unfit(viewer, one, each))), "")


def ways_of(one: Attribute) -> tuple[str, ...]:
    """How lists may be narrowed to it; a between of text would mean nothing to anybody."""
    between = ("between",) if one.kind in (*NUMBERS, *TIMES) else ()
    return ("is", *between, "empty", "filled")


def _unfit(viewer: Viewer, one: Attribute, value: str) -> str:
    if one.kind in NUMBERS:
        return "" if _number(value) is not None else "number"
    if one.kind in TIMES:
        return "" if TIMES[one.kind].fullmatch(value) else one.kind
    if one.choices:
        return "" if value in dict(one.choices) else "choice"
    if one.kind in REFERENCES:
        return "" if _named(viewer, one.kind, value) else "reference"
    return ""


def _equals(viewer: Viewer, one: Attribute, value: str) -> Q:
    if one.kind == "yes_no":
        return _any_of(one, [BOOLEANS[value]])
    if one.choices:
        return _any_of(one, [value, [value]])
    if one.kind in NUMBERS:
        return _any_of(one, _written(_number(value) or Decimal(0)))
    if one.kind in REFERENCES:
        return _any_of(one, [form for each in _named(viewer, one.kind, value) for form in (each, [each])])
    if one.kind == "datetime":
        return Q(attributes__fits=_within(one, value, value))
    if one.kind in TIMES:
        return _any_of(one, [value])
    return Q(attributes__fits=f'$.{json.dumps(one.path)} ? (@ like_regex {json.dumps(value)} flag "iq")')


def _any_of(one: Attribute, values: Iterable[object]) -> Q:
    """By the index, which finds equals only."""
    return reduce(or_, (Q(attributes__contains={one.path: each}) for each in values))


def _written(number: Decimal) -> list[object]:
    """The ways in which a form keeps the same number: a whole one as such, others and amounts as text."""
    whole: list[object] = [int(number)] if number == number.to_integral_value() else []
    return [*whole, *dict.fromkeys((str(number), f"{number:.2f}", f"{number.normalize():f}")), float(number)]


def _within(one: Attribute, since: str, until: str) -> str:
    """As a path of the database's own; what is kept in another form than its kind fits nothing."""
    if one.kind in NUMBERS:
        step, first, last = ".double()", since and f"{_number(since):f}", until and f"{_number(until):f}"
    else:
        # Days and hours sort as they are written; of a day, its whole day is meant.
        step, first, last = "", since and json.dumps(since), until and json.dumps(f"{until}{END_OF_DAY}")
    bounds = [f"@ >= {first}" if since else "", f"@ <= {last}" if until else ""]
    return f"$.{json.dumps(one.path)}{step} ? ({' && '.join(each for each in bounds if each)})"


def _named(viewer: Viewer, kind: str, value: str) -> list[str]:
    """Whom or what is meant by an id or a name; all of a name that several have."""
    copy = viewer.organisation
    if kind == "post":
        return [name for name, title in post_titles(viewer).items() if value in (name, title)]
    known = [(str(each.id), each.name) for each in (copy.units if kind == "unit" else copy.persons).values()]
    return [each for each, name in known if value in (each, name)]


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < MOST_DIGITS else None


def repeated(viewer: Viewer) -> Q:
    """Lately taken in, of customers of whom more than one was: whoever comes again was not helped the first time."""
    since = viewer.at - LATELY
    recent = Case.objects.filter(opened_at__gte=since, customer__isnull=False, parent_id__isnull=True)
    often = recent.order_by().values("customer").annotate(times=Count("pk")).filter(times__gte=MORE_THAN_ONCE)
    return Q(opened_at__gte=since, parent_id__isnull=True, customer__in=often.values("customer"))
