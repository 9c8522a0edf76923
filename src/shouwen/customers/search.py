"""Finds customers by whatever was typed: part of a telephone number, a number, characters of the name, pinyin initials."""

import re
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from shouwen.base.bigrams import matching, normalise, runs
from shouwen.base.pinyin import latin_of
from shouwen.customers.contacts import FRAGMENT, asked_digits
from shouwen.customers.models import ContactPoint, Customer, ServiceObject
from shouwen.people.access import SEE, Viewer, may, visible

MOST_HOLDERS = 200
MOST_REACHED = 5000
SHORTEST = 2
COVERED = re.compile(r"(?P<first>\d{0,3})[*＊]+(?P<last>\d{4})")
LAST_CHARACTER = "\U0010ffff"


def readable(viewer: Viewer) -> QuerySet[Customer]:
    """Customers the viewer may see: those of units in reach, those with an object there, and their own that belong to no unit yet.

    What belongs to no unit is nobody else's but of those who see everything: several companies may share the installation.
    """
    rows = Customer.objects.filter(merged_into__isnull=True)
    reach = visible(viewer, SEE)
    if reach.everything:
        return rows
    if not may(viewer, SEE):
        return rows.none()
    there = ServiceObject.objects.filter(reach.rows(unit="unit_id"), customer=OuterRef("pk"))
    return rows.filter(reach.rows(unit="unit_id") | Q(unit__isnull=True, created_by__in=viewer.persons) | Exists(there))


def ways(viewer: Viewer, asked: str) -> Iterator[QuerySet[Customer]]:
    """One question to an index for each thing that may have been meant; an OR over all of them would use none."""
    rows = readable(viewer)
    text = normalise(asked).strip()
    if not runs(text):
        return
    yield rows.alias(lower_number=Lower("number")).filter(lower_number=asked.strip().lower())
    covered = COVERED.fullmatch(asked.strip())
    if covered:
        # As it stands on every page: both ends are known, and the last four have an index.
        ends = matching("pieces", "normal", covered["last"], size=FRAGMENT)
        like = Q(kind="phone", normal__startswith=covered["first"], normal__endswith=covered["last"])
        yield rows.filter(pk__in=ContactPoint.objects.filter(ends & like).values("customer"))
    digits = asked_digits(asked)
    if digits is not None and len(digits) >= FRAGMENT:
        fragment = matching("pieces", "normal", digits, size=FRAGMENT)
        # Bounded, so that the database asks the index of numbers once, and not of each customer in turn.
        reached = ContactPoint.objects.filter(fragment, kind="phone").values("customer")[:MOST_REACHED]
        yield rows.filter(pk__in=reached)
    if _is_latin(text):
        letters = "".join(runs(text))
        yield rows.filter(initials__startswith=letters)
        yield rows.filter(pinyin__startswith=letters)
    else:
        yield _beginning_with(rows, asked.strip())
    yield _of_words(rows, asked)


def _beginning_with(rows: QuerySet[Customer], name: str) -> QuerySet[Customer]:
    """Names that begin so: a common surname alone would otherwise be looked for from A on."""
    key = latin_of(name).sort_key
    return rows.filter(sort_key__gte=key, sort_key__lt=key + LAST_CHARACTER, name__startswith=name)


def _is_latin(text: str) -> bool:
    return text.isascii() and any(each.isalpha() for each in text)


def objects(viewer: Viewer, asked: str, *, most: int) -> QuerySet[ServiceObject]:
    """What customers have with us, by its number or by words of its name and address.

    A customer's own words hold those of the objects, and have an index. Letters may be how its name is spoken, too.
    """
    wanted = runs(asked)
    if len("".join(wanted)) < SHORTEST:
        return ServiceObject.objects.none()
    holders = list(_of_words(readable(viewer), asked).values_list("pk", flat=True)[:MOST_HOLDERS])
    meant = Q(customer__in=holders)
    for run in wanted:
        meant &= Q(name__icontains=run) | Q(address__icontains=run) | Q(number__icontains=run)
    if _is_latin(normalise(asked)):
        meant |= Q(pk__in=_spoken(viewer, "".join(wanted), most))
    return ServiceObject.objects.filter(meant).order_by("-pk")[:most]


def _spoken(viewer: Viewer, letters: str, most: int) -> list[int]:
    """Objects whose name begins so, by initials or in full; few, so that the question they are part of stays with its index."""
    like = ServiceObject.objects.filter(Q(initials__startswith=letters) | Q(pinyin__startswith=letters))
    near = ServiceObject.objects.filter(pk__in=like.values("pk")[:MOST_REACHED], customer__in=readable(viewer))
    return list(near.order_by("-pk").values_list("pk", flat=True)[:most])


def _of_words(rows: QuerySet[Customer], asked: str) -> QuerySet[Customer]:
    return rows.filter(matching("search", "search_text", asked))
