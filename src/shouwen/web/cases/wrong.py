"""What an address asks that cannot be: each in a sentence, so that nobody takes an empty list for an answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.queries import Filters
from shouwen.cases.words import RESULTS, STATES
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks
from shouwen.web.cases.asked import INSTANTS, NUMBERS, attributes_of, moment_of, wanted
from shouwen.web.cases.conditions import level_titles, type_titles
from shouwen.web.templatetags.ui import CHANNELS
from shouwen.web.ui.addresses import id_in

LONGEST_SHOWN = 30
TITLES = {
    "state": "状态", "case_type": "类型", "severity": "严重程度", "channel": "渠道", "unit": "单位", "own": "我的",
    "edition": "制度", "result": "结果", "since": "受理自", "until": "受理至", "customer": "客户", "object": "对象",
    "sort": "排序",
}  # fmt: skip
FIELDS = {
    "unknown": "没有“%(title)s”这个字段，或不能按它查找",
    "how": "“%(title)s”不能这样比较",
    "value": "“%(title)s”还没有填要找的值",
    "number": "“%(title)s”要填数字，例如 1200 或 0.5，现在是“%(value)s”",
    "date": "“%(title)s”要填日期，例如 2026-03-02，现在是“%(value)s”",
    "datetime": "“%(title)s”要填日期，例如 2026-03-02，现在是“%(value)s”",
    "time": "“%(title)s”要填时间，例如 15:30，现在是“%(value)s”",
    "choice": "“%(title)s”没有“%(value)s”这一项",
    "reference": "“%(title)s”里没有叫“%(value)s”的",
}


def wrong_in(viewer: Viewer, query: QueryDict) -> list[str]:
    """Sentences for the head of the list; with any of them the list is empty, and so are its count and its export."""
    return [*_words(viewer, query), *_instants(query), *_fields(viewer, query)]


def wanted_or_nothing(viewer: Viewer, query: QueryDict) -> Filters:
    """What the address asks; nothing where some of it cannot be, so that no list or file is wider than it was meant."""
    narrowing = query.copy()
    narrowing.pop("sort", None)
    found = wanted(viewer, query)
    return replace(found, among=frozenset()) if wrong_in(viewer, narrowing) else found


def _words(viewer: Viewer, query: QueryDict) -> Iterator[str]:
    known: dict[str, Callable[[str], bool]] = {
        "state": lambda value: value in STATES,
        "case_type": lambda value: value in type_titles(),
        "severity": lambda value: value in level_titles(),
        "channel": lambda value: value in CHANNELS,
        "unit": lambda value: value.isdecimal() and int(value) in viewer.organisation.units,
        "own": lambda value: value in queries.OWN_WAYS,
        "edition": lambda value: value in rulebooks.installed(),
        "result": lambda value: value in RESULTS,
        "sort": lambda value: value in queries.ORDERS,
        **{name: lambda value: id_in(value) is not None for name in NUMBERS},
    }
    for name, is_known in known.items():
        for value in filter(None, (each.strip() for each in query.getlist(name))):
            if not is_known(value):
                yield _("“%(title)s”没有“%(value)s”这一项") % {"title": _(TITLES[name]), "value": value[:LONGEST_SHOWN]}


def _instants(query: QueryDict) -> Iterator[str]:
    told = {name: query.get(name, "").strip() for name in INSTANTS}
    found = {name: moment_of(value) for name, value in told.items()}
    for name, value in told.items():
        if value and found[name] is None:
            yield _("“%(title)s”要填日期，例如 2026-03-02，现在是“%(value)s”") % {
                "title": _(TITLES[name]),
                "value": value[:LONGEST_SHOWN],
            }
    since, until = found["since"], found["until"]
    if since and until and since > until:
        yield _("受理自晚于受理至，请对调")


def _fields(viewer: Viewer, query: QueryDict) -> Iterator[str]:
    known = queries.known_attributes()
    for each in attributes_of(query):
        sort = queries.wrong_with(viewer, each)
        if sort:
            one = known.get(each.path)
            value = " – ".join(part for part in (each.value, each.until) if part)
            title = one.title if one else each.path
            yield _(FIELDS[sort]) % {"title": title[:LONGEST_SHOWN], "value": value[:LONGEST_SHOWN]}
