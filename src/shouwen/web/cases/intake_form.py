"""The intake page before it is sent: which fields stand where, what looks alike, what would begin to count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shouwen.cases import queries
from shouwen.cases.customer_fields import asks_name
from shouwen.cases.rows import FieldView, PaperForm
from shouwen.engine.facts import Value
from shouwen.people.queries import all_units, nearest
from shouwen.people.snapshot import Place
from shouwen.people.teams import teams
from shouwen.rulebook.vocabulary import WAYS_IN
from shouwen.runtime.rulebooks import Edition
from shouwen.web.cases.guessing import guessed
from shouwen.web.cases.refilling import refilled_paper
from shouwen.web.cases.unplaced import unplaced
from shouwen.web.ui.staff import StaffRequest

FORM = "new"
CHANNEL = "intake.channel"
MOST_TYPES_OPEN = 6
# Whose words they are, not who said them: these stay when nobody wants to be named.
WHO = ("name", "customer_name", "caller", "phone", "address")
BY_PHONE = ("phone", "hotline")
Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of the form: by which way it came in, what is asked for, and the rest."""

    channel: FieldView | None
    channel_prefix: str
    has_matter: bool
    """Whether the form has a long text of its own."""
    first: tuple[FieldView, ...]
    more: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """A field of the first step's form that is settled at intake already, with the clauses that want it."""

    path: str
    field: FieldView
    clauses: tuple[str, ...]

    @property
    def paper(self) -> str:
        return self.path.partition(".")[0]


def one(typed: Typed, name: str) -> str:
    """The last of what was given under a name."""
    value = typed.get(name) or ""
    return str(value[-1] if isinstance(value, list) and value else value or "")


def typed_so_far(request: StaffRequest) -> dict[str, Any]:
    """What was sent, else the draft with what the address says."""
    if request.method == "POST":
        return {name: request.POST.getlist(name) for name in request.POST}
    kept = {} if request.GET.get("fresh") else queries.draft(request.viewer.id, FORM) or {}
    asked = {name: request.GET.getlist(name) for name in request.GET}
    if "phone" in asked:
        asked["phone"] = [each.strip().removeprefix("tel:") for each in asked["phone"]]
    return {**kept, **asked}


def intake_context(request: StaffRequest, typed: Typed, errors: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page shows for what was typed so far."""
    viewer, at = request.viewer, request.at
    units = _units(request)
    unit = one(typed, "unit") or str(viewer.home or (units[0].id if units else ""))
    types = queries.case_types(viewer, unit, at) if unit else ()
    asked = one(typed, "case_type")
    case_type = asked if asked in dict(types) else queries.usual_type(viewer, types)
    offered = queries.entries(viewer, types, unit, at)
    context: dict[str, Any] = {
        "units": units,
        "unit": unit,
        "types": types,
        "types_open": len(types) <= MOST_TYPES_OPEN,
        "case_type": case_type,
        "entries": offered,
        "teams": teams(viewer, unit),
        "typed": typed,
        "errors": errors,
        "likely": likely(request, typed),
        "guess": guessed(viewer, told(typed), offered, unit, at),
        "picked": _picked(offered, case_type, typed),
    }
    context |= _of_type(request, case_type, unit, typed, errors) if case_type else {}
    return context | {"unplaced": unplaced(errors, context)}


def _of_type(
    request: StaffRequest, case_type: str, unit: str, typed: Typed, errors: Mapping[str, str]
) -> dict[str, Any]:
    """What depends on the case type."""
    viewer, at = request.viewer, request.at
    edition = queries.edition_for(case_type, unit, at, version=viewer.version)
    paper = queries.intake_form(case_type, unit, at)
    form = _placed(refilled_paper(paper, typed), unit, typed) if paper else None
    early = early_of(request, edition, case_type, unit, typed)
    spot = _refilled_spot(queries.on_the_spot(case_type, viewer, unit, at), typed, early)
    return {
        "all_units": queries.units_under(edition.key, version=viewer.version),
        "paper": form,
        "fields": _split(request, form, edition, case_type, typed, errors),
        "ticks": tuple(each for each in early if each.field.type == "yes_no"),
        "category": next((each for each in early if each.field.type != "yes_no"), None),
        "spot": spot,
        "spot_open": one(typed, "solve") or any(name in errors for name in _spot_names(spot)),
        "may_be_anonymous": queries.may_be_anonymous(edition.rulebook, case_type),
        "conditions": queries.conditions_of(edition.rulebook, case_type),
        "own_urgent": form is None or not _asks_urgent(edition, form),
        "ahead": foreseen(request, edition, case_type, unit, typed),
    }


def _units(request: StaffRequest) -> tuple[Place, ...]:
    """Where the viewer may take in, else the unit of their own post."""
    found = queries.units_to_open(request.viewer, request.at)
    return found or tuple(place for place in all_units() if place.id == request.viewer.home)


def _split(
    request: StaffRequest,
    form: PaperForm | None,
    edition: Edition,
    case_type: str,
    typed: Typed,
    errors: Mapping[str, str],
) -> Fields:
    """First what the rulebook asks for; what it does not ask for is folded away until somebody wants it."""
    channel = queries.channel_of(edition.rulebook, case_type)
    has_matter = any(field.type == "long_text" for field in form.fields) if form else False
    if form is None or channel is None:
        plain = _plain_channel(edition, case_type, request, typed)
        return Fields(plain, CHANNEL.partition(".")[0], has_matter, *_ordered(form, "", errors))
    asked = next(field for field in form.fields if f"{form.paper}.{field.name}" == channel.path)
    usual = _with_usual(asked, request, typed)
    return Fields(usual, form.paper, has_matter, *_ordered(form, asked.name, errors))


def _ordered(
    form: PaperForm | None, channel: str, errors: Mapping[str, str]
) -> tuple[tuple[FieldView, ...], tuple[FieldView, ...]]:
    # The caller's box above settles the dossier; what its customer is called is asked once, by whichever field does.
    fields = [each for each in form.fields if each.name != channel] if form else []
    if form and asks_name(field.name for field in form.fields):
        fields = [each for each in fields if each.type != "customer"]

    def asked(field: FieldView) -> bool:
        wanted = field.required or field.must_when or field.type == "long_text"
        return bool(wanted or (form and f"{form.paper}.{field.name}" in errors))

    must = [field for field in fields if asked(field)]
    # Long texts come last: short questions are answered while the caller is still giving their name.
    must.sort(key=lambda field: field.type == "long_text")
    return tuple(must), tuple(field for field in fields if not asked(field))


def _plain_channel(edition: Edition, case_type: str, request: StaffRequest, typed: Typed) -> FieldView | None:
    """Where the form does not ask by which way it came in, the ways of the case type."""
    opens = edition.rulebook.case_types[case_type].opens
    via = opens.via if opens else ()
    if len(via) < 2:
        return None
    choices = tuple((name, WAYS_IN.get(name, name)) for name in via)
    field = FieldView("channel", "choice", "渠道", required=False, shown=True, choices=choices)
    return _with_usual(replace(field, value=one(typed, CHANNEL) or None), request, typed)


def _with_usual(field: FieldView, request: StaffRequest, typed: Typed) -> FieldView:
    """The way chosen; else the telephone where a number called, else what this desk had last."""
    if field.value not in (None, ""):
        return field
    names = [name for name, _ in field.choices]
    by_phone = next((name for name in names if name in BY_PHONE), None) if one(typed, "phone") else None
    last = request.session.get(CHANNEL)
    return replace(field, value=by_phone or (last if last in names else names[0]))


def _placed(paper: PaperForm, unit: str, typed: Typed) -> PaperForm:
    """A unit that is asked for is the one taking in, or the one above it, unless somebody chose another."""
    fields = []
    for each in paper.fields:
        near = nearest(unit, each.kind) if each.type == "unit" and each.kind else ""
        is_chosen = each.value not in (None, "", one(typed, "placed"))
        fields.append(each if is_chosen or not near else replace(each, value=near))
    return replace(paper, fields=tuple(fields))


def early_of(request: StaffRequest, edition: Edition, case_type: str, unit: str, typed: Typed) -> tuple[Early, ...]:
    """The category and the ticks that the opener's first step wants, when the intake paper does not hold them."""
    book, viewer = edition.rulebook, request.viewer
    named = list(queries.ticks_of(book, case_type, viewer, unit))
    category = queries.category_of(book, case_type, viewer, unit)
    if category is not None and category.paper != book.case_types[case_type].intake:
        named.append(category)
    found = []
    for each in named:
        value = one(typed, each.path) or None
        field = queries.field_view(book, each.path, request.at, {each.path: value} if value else {})
        # Only the step itself insists on it.
        found.append(Early(each.path, replace(field, required=False, must_when=None), each.cites))
    return tuple(found)


def early_facts(early: Sequence[Early], typed: Typed) -> dict[str, Value]:
    """What was ticked and chosen, as facts under the names of the step's form."""
    facts: dict[str, Value] = {}
    for each in early:
        given = one(typed, each.path)
        if each.field.type == "yes_no" and given == "true":
            facts[each.path] = True
        elif given in dict(each.field.choices):
            facts[each.path] = given
    return facts


def _refilled_spot(
    spot: tuple[queries.SpotStep, ...], typed: Typed, early: Sequence[Early]
) -> tuple[queries.SpotStep, ...]:
    """With what was typed, and without what stands above already."""
    above = {each.path for each in early}

    def kept(paper: PaperForm) -> PaperForm:
        fields = tuple(each for each in paper.fields if f"{paper.paper}.{each.name}" not in above)
        return refilled_paper(replace(paper, fields=fields), typed)

    return tuple(replace(step, papers=tuple(map(kept, step.papers))) for step in spot)


def _spot_names(spot: Sequence[queries.SpotStep]) -> set[str]:
    fields = {f"{paper.paper}.{field.name}" for step in spot for paper in step.papers for field in paper.fields}
    return fields | {f"reason:{step.task}" for step in spot}


def _picked(offered: Sequence[queries.Entry], case_type: str, typed: Typed) -> queries.Entry | None:
    """The category chosen, else the type."""
    own = [each for each in offered if each.case_type == case_type]
    chosen = next((each for each in own if each.path and one(typed, each.path) == each.value), None)
    return chosen or next(iter(own), None)


def _asks_urgent(edition: Edition, form: PaperForm) -> bool:
    return any(rule.fact == "case.urgent" for rule in edition.rulebook.papers[form.paper].fields.values())


def told(typed: Typed) -> str:
    """Everything said about the matter so far, for finding what is alike."""
    said = [one(typed, "title"), one(typed, "content")]
    said += [one(typed, name) for name in typed if name.endswith((".problem", ".content", ".matter", ".detail"))]
    return " ".join(filter(None, said))


def likely(request: StaffRequest, typed: Typed) -> tuple[Any, ...]:
    """Cases that may be this one."""
    customer, thing = one(typed, "customer"), one(typed, "object")
    return queries.doubles(
        request.viewer,
        told(typed),
        customer=int(customer) if customer.isdecimal() else None,
        thing=int(thing) if thing.isdecimal() else None,
        at=request.at,
    )


def foreseen(request: StaffRequest, edition: Edition, case_type: str, unit: str, typed: Typed) -> queries.Foreseen:
    """What the engine would begin, were it sent as it stands."""
    intake = edition.rulebook.case_types[case_type].intake or ""
    fields = {name.partition(".")[2]: one(typed, name) for name in typed if name.startswith(f"{intake}.")}
    channel = queries.channel_of(edition.rulebook, case_type)
    if channel is not None:
        usual = fields.get(channel.path.partition(".")[2])
        fields[channel.path.partition(".")[2]] = usual or _first_way(edition, channel.path, request, typed)
    facts: dict[str, Value] = {}
    if one(typed, "customer").isdecimal():
        facts["case.customer"] = one(typed, "customer")
    if one(typed, "urgent"):
        facts["case.urgent"] = True
    return queries.foreseen(request.viewer, case_type=case_type, unit=unit, fields=fields, facts=facts, at=request.at)


def _first_way(edition: Edition, path: str, request: StaffRequest, typed: Typed) -> str:
    field = queries.field_view(edition.rulebook, path, request.at, {})
    return str(_with_usual(field, request, typed).value)
