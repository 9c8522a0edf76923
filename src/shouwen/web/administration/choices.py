"""What the forms of an administrator offer: people, units, posts, acts."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shouwen.cases.words import ACTS
from shouwen.people.access import EVERY_ACT, SEE, Viewer
from shouwen.people.company import companies_of, holds_post
from shouwen.people.filled import in_use
from shouwen.people.queries import all_units
from shouwen.web.administration.forms import Option
from shouwen.web.ui.words import said

MORE_ACTS = {
    SEE: "查看事项",
    "open_case": "登记事项",
    "reveal": "查看明文",
    "edit_customer": "维护客户",
    "see_compliance": "看条款执行",
    "manage_replies": "维护快捷回复",
    "manage_rulebook": "编写制度",
    "manage_operations": "看作业与发件",
    "manage_calendar": "维护日历",
    EVERY_ACT: "全部业务权限",
}
BUSINESS_ACTS = {name: word for name, word in ACTS.items() if not name.startswith("approve.")}
OFFICES = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}
REACHES = {"own": "本人", "unit": "本单位", "subtree": "本单位及下级", "all": "全部"}


def colleagues(viewer: Viewer, person: int) -> tuple[Option, ...]:
    """Those who can take over from somebody: in posts of the same company."""
    copy = viewer.organisation
    within = companies_of(copy, person, viewer.at)
    return tuple(
        one for one in people_here(viewer, without=person) if holds_post(copy, one[0], viewer.at, within=within)
    )


def people_here(viewer: Viewer, *, without: int | None = None) -> tuple[Option, ...]:
    """Everybody who works here, in pinyin order, with the unit that tells namesakes apart."""
    copy = viewer.organisation
    return tuple(
        (str(one.id), f"{one.name}{_at(viewer, one.id)}")
        for one in copy.persons.values()
        if one.id != without and copy.works_here(one.id, viewer.at)
    )


def units(viewer: Viewer) -> tuple[Option, ...]:
    """Indented by their depth."""
    found = all_units(version=viewer.version)
    return tuple((str(place.id), "　" * (len(place.path) - 1) + place.name) for place in found)


def posts(viewer: Viewer) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Of every rulebook, under its title."""
    return tuple(
        (
            said(edition.rulebook.header.title),
            tuple((name, said(rule.title or name)) for name, rule in edition.rulebook.posts.items()),
        )
        for edition in in_use(viewer)
    )


def named_kinds(viewer: Viewer) -> dict[str, str]:
    """Kinds of units that a rulebook names, in its words."""
    found: dict[str, str] = {}
    for edition in in_use(viewer):
        found |= edition.rulebook.header.unit_kinds
    return found


def kinds(viewer: Viewer) -> tuple[Option, ...]:
    """Those, and the others that units are of already."""
    found = named_kinds(viewer)
    for place in viewer.organisation.units.values():
        found.setdefault(place.kind, place.kind)
    return tuple(found.items())


def office_word(office: str) -> str:
    return _(OFFICES[office]) if office in OFFICES else ""


def _at(viewer: Viewer, person: int) -> str:
    held = next((one for one in viewer.organisation.held_by_person.get(person, ()) if one.at(viewer.at)), None)
    return f" · {viewer.organisation.units[held.unit].name}" if held else ""


def reach_word(reach: str) -> str:
    return _(REACHES[reach]) if reach in REACHES else reach


def act_words(acts: Iterable[str]) -> list[str]:
    """In the order in which they are offered; one that is no known act keeps its name."""
    known = {**MORE_ACTS, **BUSINESS_ACTS}
    order = {name: place for place, name in enumerate(known)}
    return [_(known[act]) if act in known else act for act in sorted(acts, key=lambda act: (order.get(act, 99), act))]


def act_groups(also: Iterable[str] = ()) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Every act that a post may be given; those a scope has already, whatever they are called."""
    offered = {**MORE_ACTS, **BUSINESS_ACTS}
    more = tuple((act, act) for act in sorted(set(also) - offered.keys()))
    return (
        (_("一般"), tuple((name, _(word)) for name, word in MORE_ACTS.items())),
        (_("事项"), (*((name, _(word)) for name, word in BUSINESS_ACTS.items()), *more)),
    )
