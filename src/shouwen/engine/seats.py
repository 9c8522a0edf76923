"""Who can act for a seat at the instant of a roster: holders, stand-ins, and never a barred person."""

from shouwen.engine.facts import Assignee, Roster


def persons_of(seat: Assignee, roster: Roster) -> tuple[str, ...]:
    """Everybody who can act for the seat now, those meant first."""
    found = _holders(seat, roster) if seat.person is None else _named(seat, seat.person, roster)
    return tuple(dict.fromkeys(person for person in found if person not in seat.barred)) if seat.barred else found


def may_act(seat: Assignee, person: str | None, roster: Roster) -> bool:
    """Whether the person can act for the seat; outside parties act through whoever records it."""
    if seat.outside is not None:
        return person not in seat.barred
    return person in persons_of(seat, roster)


def on_behalf(seat: Assignee, person: str | None, roster: Roster) -> str | None:
    """The absent person for whom this one stands in, if he does."""
    meant = (seat.person,) if seat.person else ()
    for absent in (*meant, *sorted(roster.standing_in)):
        if person not in roster.standing_in.get(absent, ()):
            continue
        if seat.person == absent or seat.post in roster.posts_of.get(absent, ()):
            return str(absent)
    return None


def _named(seat: Assignee, person: str, roster: Roster) -> tuple[str, ...]:
    holders = _holders(seat, roster)
    stand_ins = roster.standing_in.get(person, ())
    if holders and person not in holders and not stand_ins:
        return holders  # whoever was meant has left the post; those who hold it now answer for it
    return (person, *stand_ins)


def _holders(seat: Assignee, roster: Roster) -> tuple[str, ...]:
    if seat.post is None:
        return roster.units.get(seat.unit, ()) if seat.unit is not None and seat.person is None else ()
    found = roster.seats.get(seat.post)
    if found is None or (seat.unit is not None and found.unit != seat.unit):
        found = roster.seats.get(f"{seat.post}@{seat.unit}", found)
    return found.persons if found is not None else ()
