"""Lists narrowed to what is known of a case: a field of its forms, a fact, a customer who comes again and again."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from shouwen.cases.attributes import Attribute, attributes
from shouwen.cases.models import Case
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks

LATELY = timedelta(days=settings.REPEAT_DAYS)
MORE_THAN_ONCE: int = settings.REPEAT_TIMES
NOWHERE = Q(pk__in=())
BOOLEANS = {"true": True, "false": False}


def known_attributes() -> dict[str, Attribute]:
    """By path, over all editions installed here; of two of one name the newer edition's words stand."""
    found: dict[str, Attribute] = {}
    for key in rulebooks.installed():
        found |= attributes(key)
    return found


def attribute_is(path: str, value: str) -> Q:
    """Cases whose field or fact is so; nothing for a name by which nobody may ask, so that nothing hidden is guessed."""
    one = known_attributes().get(path)
    if one is None:
        return NOWHERE
    if one.kind == "yes_no":
        return Q(attributes__contains={path: BOOLEANS.get(value, value)})
    if one.choices:
        return Q(attributes__contains={path: value}) | Q(attributes__contains={path: [value]})
    return _by_kind(one, value)


def _by_kind(one: Attribute, value: str) -> Q:
    if one.kind in ("number", "money"):
        number = _number(value)
        return NOWHERE if number is None else Q(attributes__contains={one.path: number})
    if one.kind in ("person", "unit", "post"):
        return Q(attributes__contains={one.path: value})
    return Q(**{f"attributes__{one.path}__icontains": value}) if "__" not in one.path else NOWHERE


def _number(text: str) -> Any:
    try:
        found = float(text)
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def repeated(viewer: Viewer) -> Q:
    """Lately taken in, of customers of whom more than one was: whoever comes again was not helped the first time."""
    since = viewer.at - LATELY
    recent = Case.objects.filter(opened_at__gte=since, customer__isnull=False, parent_id__isnull=True)
    often = recent.order_by().values("customer").annotate(times=Count("pk")).filter(times__gte=MORE_THAN_ONCE)
    return Q(opened_at__gte=since, parent_id__isnull=True, customer__in=often.values("customer"))
