"""Registers many customers of whom another system tells nothing but its code for them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower

from shouwen.base.bigrams import normalise, vector
from shouwen.base.pinyin import latin_of
from shouwen.customers.models import Customer


@transaction.atomic
def register_coded(*, codes: Iterable[str], unit: int | None = None, by: int | None, at: datetime) -> dict[str, int]:
    """The dossier of each code, made if need be; the code is number and name. One that is somebody else's number is left out."""
    wanted = {code.strip(): None for code in codes if code.strip()}
    known = _known(wanted)
    new = [_row(code, unit, by, at) for code in wanted if code.lower() not in known]
    if new:
        # Another process may register the same codes at this moment.
        Customer.objects.bulk_create(new, ignore_conflicts=True)
        known = _known(wanted)
    found = {code: known[code.lower()] for code in wanted if code.lower() in known}
    return {code: pk for code, (pk, name) in found.items() if name == code}


def _known(codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """By number in lower case; a merged dossier stands for the one that was kept."""
    rows = Customer.objects.alias(low=Lower("number")).filter(low__in=[code.lower() for code in codes])
    return {
        number.lower(): (kept or pk, name)
        for pk, number, name, kept in rows.values_list("pk", "number", "name", "merged_into_id")
    }


def _row(code: str, unit: int | None, by: int | None, at: datetime) -> Customer:
    latin = latin_of(code)
    text = normalise(code)
    return Customer(
        number=code,
        name=code,
        unit_id=unit,
        created_at=at,
        created_by_id=by,
        sort_key=latin.sort_key,
        pinyin=latin.full,
        initials=latin.initials,
        search_text=text,
        search=vector(text, singles=True),
    )
