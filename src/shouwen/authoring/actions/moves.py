"""Running cases go over to a newer edition, as many at a time as one request bears, each with its own result."""

from datetime import datetime

from django.db import transaction

from shouwen.authoring.actions.carrying_out import close_move
from shouwen.authoring.actions.proposals import CannotPropose
from shouwen.authoring.models import Proposal, ProposedMove
from shouwen.authoring.moving import decided_for, families_of, migration, outlook_of
from shouwen.runtime.subjects import Act, Refused
from shouwen.runtime.submit import submit_all

AT_ONCE = 100


def carry_out(*, proposal: int, by: int | None, at: datetime) -> int:
    """The next of the list, each with its own result; gives how many are left."""
    row = Proposal.objects.get(pk=proposal)
    if row.state != Proposal.State.AGREED:
        raise CannotPropose("还没有全部同意，或已经办过。", "Not all have agreed, or it is done already.")
    waiting = ProposedMove.objects.filter(proposal=row, state=ProposedMove.State.WAITING).order_by("id")
    for move in waiting[:AT_ONCE]:
        _move(row, move.pk, by, at)
    left = waiting.count()
    if not left:
        close_move(proposal=proposal, by=by, at=at)
    return left


@transaction.atomic
def _move(row: Proposal, move_id: int, by: int | None, at: datetime) -> None:
    move = ProposedMove.objects.select_for_update().get(pk=move_id)
    if move.state != ProposedMove.State.WAITING:
        return
    move.lacks = list(_lacks(row, move, by, at))
    move.state = ProposedMove.State.REFUSED if move.lacks else ProposedMove.State.MOVED
    move.at = at
    move.save()


def _lacks(row: Proposal, move: ProposedMove, by: int | None, at: datetime) -> tuple[str, ...]:
    """What stands against it; nothing, once the whole family has gone over."""
    family = families_of([move.subject_id]).get(move.subject_id, [])
    if not family:
        return ("state:closed",)
    if family[0].edition != move.before:
        return (f"edition:{family[0].edition}",)
    lacks = outlook_of(list(decided_for(family, row.edition, row.steps, at).values())).lacks
    if lacks:
        return lacks
    acts = [
        Act(member.id, migration(member, row.edition, row.steps, at, row.reason, by))
        for member in family
        if member.edition != row.edition
    ]
    try:
        with transaction.atomic():
            submit_all(acts=acts, actor=by, recorded_at=at)
    except Refused as refused:
        return refused.lacks
    return ()
