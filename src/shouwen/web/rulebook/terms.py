"""From which day and where an edition is to hold: what the form begins with, and what about it deserves a second look."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.people.queries import all_units, unit_names
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition
from shouwen.web.ui.staff import StaffRequest
from shouwen.web.ui.words import chinese

FORMS = ("draft-propose", "draft-publish")
SURE = "wider"
"""The tick of somebody who means it to hold in more places than before."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What stands in the form: as it was typed, else tomorrow at the earliest and where the rulebook holds now."""

    in_force: str
    units: frozenset[str]
    reason: str
    asks_sure: bool


def terms(request: StaffRequest, book: Rulebook) -> Terms:
    """For the page of a draft."""
    base = newest(book.key)
    post, match = request.POST, request.resolver_match
    if match is not None and match.url_name in FORMS:
        units = frozenset(post.getlist("units"))
        return Terms(post.get("in_force", ""), units, post.get("reason", ""), is_wider(base, tuple(units)))
    tomorrow = localdate(request.at) + timedelta(days=1)
    day = max(book.header.edition.in_force, tomorrow)
    return Terms(day.isoformat(), base.units if base else frozenset(), "", asks_sure=False)


def newest(key: str) -> Edition | None:
    """The latest edition of the same rulebook that is installed here; of a copy without a number of its own yet, the copied one."""
    code = key.partition("/")[0]
    known = [each for each in rulebooks.installed() if each.partition("/")[0] == code]
    return rulebooks.edition(known[-1]) if known else None


def is_wider(base: Edition | None, units: tuple[str, ...]) -> bool:
    """Whether it would hold in units in which the edition before does not."""
    if base is None or not base.units:
        return False
    within = {str(place.id) for place in all_units() if not base.units.isdisjoint(map(str, place.path))}
    return not units or not within.issuperset(units)


def doubts(key: str, *, day: date | None, units: tuple[str, ...], today: date) -> list[str]:
    """What those who agree should not overlook: a day that is past, more units than before."""
    base, found = rulebooks.edition(key) if key in rulebooks.installed() else newest(key), []
    if day is not None and day < today:
        found.append(_("生效日 %(day)s 已经过去：一发布，新事项就按它办。") % {"day": day})
    if base is not None and is_wider(base, units):
        found.append(wider_words(base, units))
    return found


def wider_words(base: Edition, units: tuple[str, ...]) -> str:
    names = unit_names()
    mark = "、" if chinese() else ", "
    was, will = (mark.join(names.get(unit, unit) for unit in sorted(each)) for each in (base.units, units))
    told = {"key": base.key, "was": was, "will": will or _("全部单位")}
    return _("适用单位比 %(key)s 更广：原为%(was)s，现为%(will)s。") % told


def refused(request: StaffRequest, book: Rulebook | None, units: tuple[str, ...]) -> str:
    """Why it does not go out yet: it would hold in more units than before, and nobody said that this is meant."""
    base = newest(book.key) if book is not None else None
    if base is None or not is_wider(base, units) or request.POST.get(SURE):
        return ""
    return wider_words(base, units) + _("确要如此请勾选“适用单位确要扩大”再提交。")
