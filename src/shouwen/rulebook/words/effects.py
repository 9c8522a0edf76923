"""Effects, in words."""

from shouwen.rulebook.model import Do
from shouwen.rulebook.words.people import people_words, who_words
from shouwen.rulebook.words.times import day_words, span_words
from shouwen.rulebook.words.tongue import Tongue


def do_words(do: Do, tongue: Tongue, *, procedure: str | None = None) -> str:
    """What one effect does: `通知客服副总监`, `发出《催办通知单》给分公司客服`."""
    verbs = {
        "notify": _notify,
        "task": _task,
        "issue": _issue,
        "open": _open,
        "assign": _assign,
        "set": _set,
        "escalate": _escalate,
        "hand_over": _hand_over,
    }
    if do.verb in verbs:
        return verbs[do.verb](do, tongue, procedure)
    if do.verb == "stop":
        return tongue.say(f"停止时限“{do.stop}”", f"stop the limit '{do.stop}'")
    return tongue.say(f"要求填写{tongue.fact(do.ask or '')}", f"ask for {tongue.fact(do.ask or '')}")


def dos_words(dos: tuple[Do, ...], tongue: Tongue, *, procedure: str | None = None) -> str:
    """Several effects in one sentence."""
    return tongue.say("；", "; ").join(do_words(do, tongue, procedure=procedure) for do in dos)


def _notify(do: Do, tongue: Tongue, procedure: str | None) -> str:
    people = people_words(do.notify or (), tongue, procedure=procedure)
    return tongue.say(f"{'立即' * do.at_once}通知{people}", f"notify {people}{' at once' * do.at_once}")


def _task(do: Do, tongue: Tongue, procedure: str | None) -> str:
    by = who_words(do.by, tongue, procedure=procedure) if do.by is not None else ""
    limit = ""
    if do.due is not None:
        span = span_words(do.due.within.value, tongue) if do.due.within is not None else day_words(do.due.by, tongue)
        inside = "" if do.due.within is None else "内"
        limit = tongue.say(f"在{span}{inside}", f" within {span}" if do.due.within is not None else f" by {span}")
    return tongue.say(f"{by}{limit}办理“{do.task}”", f"{by or 'somebody'} does '{do.task}'{limit}")


def _issue(do: Do, tongue: Tongue, procedure: str | None) -> str:
    paper = tongue.paper(do.issue or "")
    to = people_words(do.to, tongue, procedure=procedure)
    by = who_words(do.by, tongue, procedure=procedure) if do.by is not None else ""
    return tongue.say(
        f"{f'由{by}' if by else ''}发出{paper}{f'给{to}' if to else ''}",
        f"issue {paper}{f' to {to}' if to else ''}{f', drafted by {by}' if by else ''}",
    )


def _open(do: Do, tongue: Tongue, procedure: str | None) -> str:
    del procedure
    name = tongue.procedure(do.open or "")
    given = tongue.join([f"{tongue.fact(key)}={tongue.value(key, value)}" for key, value in do.with_.items()])
    return tongue.say(
        f"立案“{name}”{f'（{given}）' if given else ''}", f"open a case '{name}'{f' ({given})' if given else ''}"
    )


def _assign(do: Do, tongue: Tongue, procedure: str | None) -> str:
    role, to = tongue.role(do.assign or "", procedure=procedure), people_words(do.to, tongue, procedure=procedure)
    return tongue.say(f"{role}改为{to}", f"{role} becomes {to}")


def _set(do: Do, tongue: Tongue, procedure: str | None) -> str:
    del procedure
    fact = tongue.fact(do.set or "")
    value = tongue.value(do.set, do.value or "")
    return tongue.say(f"{fact}记为{value}", f"set {fact} to {value}")


def _escalate(do: Do, tongue: Tongue, procedure: str | None) -> str:
    to = who_words(do.escalate, tongue, procedure=procedure) if do.escalate is not None else ""
    return tongue.say(f"{'立即' * do.at_once}升级给{to}", f"escalate to {to}{' at once' * do.at_once}")


def _hand_over(do: Do, tongue: Tongue, procedure: str | None) -> str:
    to = people_words(do.to, tongue, procedure=procedure)
    return tongue.say(
        f"移交{do.hand_over}{f'给{to}' if to else ''}", f"hand over {do.hand_over}{f' to {to}' if to else ''}"
    )
