"""Reads of customers: every one asks who is looking, and hides what needs a reason to be seen."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower

from shouwen.customers.attributes import worded
from shouwen.customers.contacts import masked, normal
from shouwen.customers.dossier import (
    ContactLine,
    CustomerCard,
    Dossier,
    Held,
    Likeness,
    MilestoneLine,
    ObjectLine,
    Reached,
)
from shouwen.customers.models import ContactPoint, Customer, Milestone, ServiceObject
from shouwen.customers.search import objects, readable, ways
from shouwen.engine.facts import Facts, Value
from shouwen.people.access import SEE, NotAllowedError, Viewer, may
from shouwen.runtime import database, rulebooks

# Grades as the written rulebooks name them.
CLASSES = {"important": "important", "normal": "ordinary"}
MOST_FOUND = 20
LOOKED_AT = 100
NAMES = """
SELECT c.id, COALESCE(kept.name, c.name) FROM customers_customer c
LEFT JOIN customers_customer kept ON kept.id = c.merged_into_id WHERE c.id = ANY(%s)
"""
GRADES = "SELECT id, grade, kind FROM customers_customer WHERE id = ANY(%s)"
CONTACTS = Prefetch("contacts", queryset=ContactPoint.objects.order_by("-is_main", "id"))


def get_for(viewer: Viewer, customer: int) -> Dossier:
    """The whole dossier; of a merged customer, the one it went into. Fixed number of queries."""
    row = (
        readable(viewer)
        .filter(Q(pk=customer) | Q(merged__pk=customer))
        .prefetch_related(CONTACTS, "merged", "objects_held__milestones")
        .distinct()
        .first()
    )
    if row is None:
        raise NotAllowedError(SEE, f"customer {customer}")
    objects = sorted(row.objects_held.all(), key=lambda each: each.pk)
    return Dossier(
        card=_card(row),
        notes=row.notes,
        attributes=tuple(worded(row.attributes)),
        objects=tuple(_object(each) for each in objects),
        merged=tuple(sorted(each.number for each in row.merged.all())),
    )


def words_of_objects() -> Mapping[str, str]:
    """Kinds of objects and milestones in the words of the rulebooks."""
    return rulebooks.words_of_objects()


def find(viewer: Viewer, asked: str, *, most: int = MOST_FOUND) -> tuple[CustomerCard, ...]:
    """Customers that fit what was typed, the most exact way of asking first, each group in pinyin order.

    Of each way a hundred numbers are asked for: for a few the database would walk through all customers in their order.
    """
    found: dict[int, None] = {}
    for way in ways(viewer, asked):
        near = way.order_by("sort_key", "id").values_list("pk", flat=True)[: max(most, LOOKED_AT)]
        found.update(dict.fromkeys(near))
        if len(found) >= most:
            break
    return _cards(list(found)[:most])


def find_by_phone(viewer: Viewer, phone: str) -> tuple[CustomerCard, ...]:
    """Everybody with exactly this number: for the screen that opens with a call."""
    exact = ContactPoint.objects.filter(kind="phone", normal=normal("phone", phone)).values("customer")
    ids = readable(viewer).filter(pk__in=exact).order_by("sort_key", "id").values_list("pk", flat=True)
    return _cards(list(ids[:MOST_FOUND]))


def card(customer: int) -> CustomerCard | None:
    """The hidden card beside a case, for callers that have made sure that the viewer may see the case itself."""
    return next(iter(cards([customer]).values()), None)


def cards(customers: Iterable[int]) -> dict[int, CustomerCard]:
    """Hidden cards for a list of cases, two queries for all; a merged customer's id gives the card of the kept one."""
    wanted = set(customers)
    rows = Customer.objects.filter(pk__in=wanted).select_related("merged_into")
    kept = {row.pk: row.merged_into_id or row.pk for row in rows}
    by_id = {each.id: each for each in _cards(list(set(kept.values())))}
    return {asked: by_id[target] for asked, target in kept.items()}


def names(customers: Iterable[int]) -> dict[int, str]:
    """What they are called, for lists of cases; a merged customer goes by the name of the kept one. One query."""
    wanted = list(set(customers))
    return dict(database.rows(NAMES, [wanted])) if wanted else {}


def numbers_of(viewer: Viewer, customers: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """The number of each dossier, which tells no name, and whether the viewer may open it."""
    wanted = list(customers)
    opens = set(readable(viewer).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    rows = Customer.objects.filter(pk__in=wanted).values_list("pk", "number") if wanted else ()
    return {pk: (number, pk in opens) for pk, number in rows}


def listing(viewer: Viewer, *, after: tuple[str, int] | None = None, most: int = 50) -> tuple[CustomerCard, ...]:
    """One page of all customers in pinyin order, beginning after (sort key, id)."""
    rows = readable(viewer).order_by("sort_key", "id")
    if after is not None:
        key, last = after
        rows = rows.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=last))
    return _cards(list(rows.values_list("pk", flat=True)[:most]))


def place_in_order(customer: int) -> tuple[str, int] | None:
    """What `listing` wants to know of the last customer of a page; nothing for one that is not there."""
    return Customer.objects.values_list("sort_key", "pk").filter(pk=customer).first()


def same_customer(customer: int) -> frozenset[int]:
    """The id with all that were merged with it: for counting somebody's complaints."""
    row = Customer.objects.values_list("pk", "merged_into_id").filter(pk=customer).first()
    if row is None:
        return frozenset()
    kept = row[1] or row[0]
    return frozenset(Customer.objects.filter(Q(pk=kept) | Q(merged_into=kept)).values_list("pk", flat=True))


def may_reveal(viewer: Viewer, customer: int, *, own: bool = False) -> bool:
    """Whether the viewer may ask for hidden values; `own` when the customer belongs to a case of the viewer's."""
    if own:
        return may(viewer, "reveal", own=True)
    row = readable(viewer).filter(pk=customer).values_list("unit_id").first()
    return row is not None and may(viewer, "reveal", unit=row[0])


def editable(viewer: Viewer, customer: int, act: str = "edit_customer") -> int:
    """The id, for handing to an action, when the viewer may do the act on this customer; else a refusal."""
    row = readable(viewer).filter(pk=customer).values_list("unit_id").first()
    if row is None or not may(viewer, act, unit=row[0]):
        raise NotAllowedError(act, f"customer {customer}")
    return customer


def facts_for(customer: int | None, object_id: int | None = None) -> Facts:
    """What rules may ask of a customer and an object: never a name or an address, so nothing hidden gets into a ledger."""
    customers, objects = facts_of({customer} - {None}, {object_id} - {None})  # type: ignore[arg-type]  # None is out
    return {**customers.get(customer or 0, {}), **objects.get(object_id or 0, {})}


def facts_of(customers: Iterable[int], objects: Iterable[int]) -> tuple[dict[int, Facts], dict[int, Facts]]:
    """The same for many at once, by id: one query for customers, two for objects, none for neither."""
    wanted, things = set(customers), set(objects)
    rows = database.rows(GRADES, [list(wanted)]) if wanted else []
    held = ServiceObject.objects.filter(pk__in=things).prefetch_related("milestones") if things else ()
    people: dict[int, Facts] = {
        pk: {
            "customer.id": str(pk),
            "customer.grade": grade,
            "customer.class": CLASSES.get(grade, grade),
            "customer.kind": kind,
        }
        for pk, grade, kind in rows
    }
    return people, {row.pk: _object_facts(row) for row in held}


def seen(viewer: Viewer, customer: int | None) -> int | None:
    """The id, for handing to an action, when the viewer may see this customer; else a refusal. Nobody is no secret."""
    if customer is not None and not readable(viewer).filter(pk=customer).exists():
        raise NotAllowedError(SEE, f"customer {customer}")
    return customer


def object_beside(thing: int) -> ObjectLine | None:
    """The object beside a case, hidden as in the dossier, for callers that have made sure that the viewer may see the case."""
    row = ServiceObject.objects.filter(pk=thing).prefetch_related("milestones").first()
    return _object(row) if row is not None else None


def find_objects(viewer: Viewer, asked: str, *, most: int = MOST_FOUND) -> tuple[tuple[int, ObjectLine], ...]:
    """Houses, contracts and sites that fit what was typed, each with its customer; hidden as in the dossier."""
    rows = objects(viewer, asked, most=most).prefetch_related("milestones")
    return tuple((row.customer_id, _object(row)) for row in rows)


def likenesses(viewer: Viewer, customer: int) -> tuple[Likeness, ...]:
    """Dossiers that may be the same customer: a shared number or address of a mailbox, or name and place alike."""
    row = readable(viewer).filter(pk=customer).prefetch_related(CONTACTS).first()
    if row is None:
        raise NotAllowedError(SEE, f"customer {customer}")
    others = readable(viewer).exclude(pk=customer)
    normals = [each.normal for each in row.contacts.all() if each.kind != "address"]
    addresses = [each.normal for each in row.contacts.all() if each.kind == "address"]
    shared = others.filter(contacts__kind__in=["phone", "email", "wechat"], contacts__normal__in=normals)
    alike = others.filter(name=row.name, contacts__kind="address", contacts__normal__in=addresses)
    reasons = dict.fromkeys(alike.values_list("pk", flat=True)[:MOST_FOUND], "same_name_and_place")
    reasons |= dict.fromkeys(shared.values_list("pk", flat=True)[:MOST_FOUND], "same_contact")
    return tuple(Likeness(card=each, because=reasons[each.id]) for each in _cards(sorted(reasons)))


def objects_of(viewer: Viewer, asked: str) -> tuple[tuple[int, int, str], ...]:
    """(object, customer, name) whose number is exactly this, whatever its kind."""
    rows = ServiceObject.objects.alias(low=Lower("number")).filter(
        low=asked.strip().lower(), customer__in=readable(viewer)
    )
    return tuple(rows.order_by("id").values_list("pk", "customer_id", "name")[:MOST_FOUND])


def held_by(customers: Iterable[int]) -> dict[int, tuple[Held, ...]]:
    """What each of these customers has with us and still holds; one query. The caller has made sure that they may be seen."""
    found: dict[int, tuple[Held, ...]] = {}
    rows = ServiceObject.objects.filter(customer__in=list(customers), closed_on__isnull=True).order_by("id")
    for row in rows.only("customer_id", "kind", "number", "name", "unit_id"):
        own = Held(row.pk, row.kind, row.number, row.name, row.unit_id)
        found[row.customer_id] = (*found.get(row.customer_id, ()), own)
    return found


def reached(viewer: Viewer, customer: int, thing: int | None) -> Reached:
    """What a form that asks for it may take over from the dossier, hidden or not: it comes back hidden again."""
    row = readable(viewer).filter(pk=customer).prefetch_related(CONTACTS).first()
    if row is None:
        raise NotAllowedError(SEE, f"customer {customer}")
    main: dict[str, str] = {}
    for each in row.contacts.all():
        main.setdefault(each.kind, each.value)
    held = ServiceObject.objects.filter(pk=thing, customer=row).first() if thing is not None else None
    address = (held.address if held else "") or main.get("address", "")
    return Reached(main.get("phone", ""), address, (held.unit_id if held else None) or row.unit_id)


def _cards(ids: Sequence[int]) -> tuple[CustomerCard, ...]:
    """In the order of the ids; two queries."""
    if not ids:
        return ()
    rows = {row.pk: row for row in Customer.objects.filter(pk__in=ids).prefetch_related(CONTACTS)}
    return tuple(_card(rows[each]) for each in ids if each in rows)


def _card(row: Customer) -> CustomerCard:
    return CustomerCard(
        id=row.pk,
        number=row.number,
        name=row.name,
        kind=row.kind,
        grade=row.grade,
        unit=row.unit_id,
        contacts=tuple(
            ContactLine(each.pk, each.kind, masked(each.kind, each.value), each.label, each.is_main)
            for each in row.contacts.all()
        ),
    )


def _object(row: ServiceObject) -> ObjectLine:
    dates = sorted(row.milestones.all(), key=lambda each: (each.on, each.pk))
    replaced = sorted((each for each in dates if each.replaced_at), key=lambda each: -each.pk)
    return ObjectLine(
        id=row.pk,
        kind=row.kind,
        number=row.number,
        name=row.name,
        address=masked("address", row.address) if row.address else "",
        unit=row.unit_id,
        attributes=row.attributes,
        closed_on=row.closed_on,
        milestones=tuple(_milestone(each) for each in dates if each.replaced_at is None),
        history=tuple(_milestone(each) for each in replaced),
    )


def _milestone(row: Milestone) -> MilestoneLine:
    return MilestoneLine(
        name=row.name,
        on=row.on,
        source=row.source,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by_id,
        replaced_at=row.replaced_at,
        replaced_because=row.replaced_because,
    )


def _object_facts(row: ServiceObject) -> dict[str, Value]:
    facts: dict[str, Value] = {"object.id": str(row.pk), "object.kind": row.kind}
    for name, value in row.attributes.items():
        if isinstance(value, (str, int, float, bool)):
            facts[f"object.{name}"] = facts[f"{row.kind}.{name}"] = value
    for each in row.milestones.all():
        if each.replaced_at is None:
            facts[f"object.{each.name}"] = facts[f"{row.kind}.{each.name}"] = each.on.isoformat()
    return facts
