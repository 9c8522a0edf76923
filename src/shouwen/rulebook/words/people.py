"""Who acts, in words."""

from shouwen.rulebook.model import Who
from shouwen.rulebook.words.tongue import Tongue


def who_words(who: Who, tongue: Tongue, *, procedure: str | None = None) -> str:
    """`客服副总监`, `分公司客服、工程（共同）（不含曾办理“核实”的人）`, or the same in English."""
    words = _chosen(who, tongue, procedure)
    if who.exclude:
        others = tongue.join([who_words(part, tongue, procedure=procedure) for part in who.exclude])
        words += tongue.say(f"（不含{others}）", f" (but not {others})")
    if who.otherwise is not None:
        other = who_words(who.otherwise, tongue, procedure=procedure)
        words += tongue.say(f"，无人时由{other}", f", or else {other}")
    return words


def people_words(people: tuple[Who, ...], tongue: Tongue, *, procedure: str | None = None) -> str:
    """Several receivers in one list."""
    return tongue.join([who_words(who, tongue, procedure=procedure) for who in people])


def _chosen(who: Who, tongue: Tongue, procedure: str | None) -> str:
    if who.post is not None:
        return tongue.post(who.post)
    if who.role is not None:
        return tongue.role(who.role, procedure=procedure)
    for sort, last_zh, last_en in (("any", "或", " or "), ("all", "和", " and "), ("turn", "，再", ", then ")):
        members = getattr(who, sort)
        if members:
            words = [who_words(part, tongue, procedure=procedure) for part in members]
            return tongue.join(words, last=tongue.say(last_zh, last_en))
    return _other(who, tongue, procedure)


def _other(who: Who, tongue: Tongue, procedure: str | None) -> str:
    if who.superior_of is not None:
        below = who_words(who.superior_of, tongue, procedure=procedure)
        return tongue.say(f"{below}的上级", f"the superior of {below}")
    if who.outside is not None:
        parties = tongue.rulebook.header.parties
        return tongue.label(parties.get(who.outside), who.outside)
    if who.unit is not None:
        return tongue.say("各参与部门", "each unit") if who.unit == "each" else tongue.fact(who.unit)
    if who.acted_in is not None:
        step = tongue.step(who.acted_in)
        return tongue.say(f"曾办理“{step}”的人", f"whoever acted in '{step}'")
    if who.from_fact is not None:
        fact = tongue.fact(who.from_fact)
        return tongue.say(f"按{fact}确定的人", f"the person given by {fact}")
    if who.group is not None:
        return tongue.group(who.group)
    return tongue.say("任何人", "anyone")
