"""In the stories of GREEN whoever is told first stays accountable, whatever else changes hands."""

from tests.rulebooks.proofs import shipped


def test_first_contact_never_changes_hands() -> None:
    seen: dict[tuple[int, str], object] = {}
    for world, each in shipped("green").told:
        owner = each.decision.after.roles.get("first_contact")
        if owner is not None:
            assert seen.setdefault((id(world), each.case), owner) == owner, each.case
    assert len(seen) >= 30
