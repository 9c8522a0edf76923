"""Analysis D, secrecy: whether a sealed fact can reach somebody whom no `see` gate clears."""

import re
from collections.abc import Iterator

from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.model import Do, GateRule, PaperRule, Who

_VARIABLE = re.compile(r"\{([a-z][\w.@]*)\}")


def check_sealed(sight: Sight) -> None:
    """Tell sealed facts without a `see` gate, and ways on which they leak."""
    sealed = _sealed(sight)
    for path, where in sealed.items():
        if not _gates(sight, path):
            sight.tell(
                "sealed_fact_leaks",
                where,
                f"{sight.called.fact(path)}是密封的，但没有关卡写明谁可以看；请加一条关卡：管住的动作选“查看”，“看不到的内容”写它，“只限”写可以看的人。",
                f"'{path}' is sealed, yet no `see` gate says who may read it; add a gate with act: see, facts: [{path}], only: ….",
            )
    secret = set(sealed) | {path for gate in _see_gates(sight) for path in gate.facts}
    for where, do in sight.of_type(Do):
        _effect(sight, where, do, secret)
    _prefills(sight, secret)


def _sealed(sight: Sight) -> dict[str, str]:
    found = {fact.name: fact.name for fact in sight.rulebook.facts.values() if fact.sealed}
    for paper in sight.rulebook.papers.values():
        for name, field in paper.fields.items():
            if field.sealed:
                found[field.fact or f"{paper.name}.{name}"] = f"{paper.name}.fields.{name}"
    return found


def _see_gates(sight: Sight) -> Iterator[GateRule]:
    return (gate for gate in sight.rulebook.gates.values() if "see" in gate.act and gate.only is not None)


def _gates(sight: Sight, path: str) -> list[GateRule]:
    return [gate for gate in _see_gates(sight) if path in gate.facts]


def _cleared(sight: Sight, path: str, reader: Who) -> bool:
    """Whether every `see` gate of the fact lets this reader pass, as far as the wording shows."""
    return all(_among(reader, gate.only) for gate in _gates(sight, path) if gate.only is not None)


def _among(reader: Who, only: Who) -> bool:
    allowed = {_key(part) for part in only.parts()}
    return all(_key(part) in allowed for part in reader.parts())


def _key(who: Who) -> str:
    return who.model_copy(update={"exclude": (), "otherwise": None, "at": None}).model_dump_json(exclude_none=True)


def _effect(sight: Sight, where: str, do: Do, secret: set[str]) -> None:
    readers = (
        do.notify or do.to or _senders(sight, do) or ((do.by,) if do.task is not None and do.by is not None else ())
    )
    for path in sorted(_inside(sight, do) & secret):
        for reader in readers:
            if not _cleared(sight, path, reader):
                sight.tell(
                    "sealed_fact_leaks",
                    where,
                    f"密封的{sight.called.fact(path)}会传给未获准查看的人；请从文字或文件里去掉它，或在管“查看”的关卡里加上收件人。",
                    f"The sealed '{path}' would reach somebody not cleared to read it; take it out of the text or paper, or clear the receiver in the `see` gate.",
                )
                break
    if do.set is not None and do.set not in secret:
        _copied(sight, where, do.set, do.value or "", secret)
    for key, value in do.with_.items():
        if key not in secret:
            _copied(sight, where, key, value, secret)


def _senders(sight: Sight, do: Do) -> tuple[Who, ...]:
    paper = sight.rulebook.papers.get(do.issue or "")
    return paper.send.to if paper is not None and paper.send is not None else ()


def _inside(sight: Sight, do: Do) -> set[str]:
    """What an effect shows: variables of its words, and the fields of the paper it issues."""
    found = set(_VARIABLE.findall(f"{do.say or ''} {do.task or ''}"))
    paper = sight.rulebook.papers.get(do.issue or "")
    return found | (set(_paths(paper)) if paper is not None else set())


def _paths(paper: PaperRule) -> Iterator[str]:
    for name, field in paper.fields.items():
        yield f"{paper.name}.{name}"
        if field.fact is not None:
            yield field.fact
        if field.prefill is not None:
            yield field.prefill


def _copied(sight: Sight, where: str, into: str, value: str, secret: set[str]) -> None:
    for path in _VARIABLE.findall(value):
        if path in secret:
            _tell_copy(sight, where, path, into)


def _prefills(sight: Sight, secret: set[str]) -> None:
    for paper in sight.rulebook.papers.values():
        for name, field in paper.fields.items():
            if field.prefill in secret and not field.sealed and f"{paper.name}.{name}" not in secret:
                _tell_copy(sight, f"{paper.name}.fields.{name}", str(field.prefill), f"{paper.name}.{name}")


def _tell_copy(sight: Sight, where: str, path: str, into: str) -> None:
    sight.tell(
        "sealed_fact_leaks",
        where,
        f"密封的{sight.called.fact(path)}被抄进没有密封的{sight.called.fact(into)}；请把后者也设为保密，或不要抄。",
        f"The sealed '{path}' is copied into '{into}', which is not; write sealed: true there, or do not copy it.",
    )
