"""Analyses B, C and D on gates: gates that ask for nothing, that never open, and that wait for each other."""

from shouwen.rulebook.check.boxes import can_hold, tests_in
from shouwen.rulebook.check.graph import components
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.check.written import Writer, Written
from shouwen.rulebook.model import GateRule
from shouwen.rulebook.naming.called import listed, titled


def check_gates(sight: Sight) -> None:
    """Tell gates that nothing can open."""
    written = Written(sight)
    for gate in sight.rulebook.gates.values():
        _asks(sight, gate)
        _opens(sight, written, gate)
    _waiting(sight, written)


def _asks(sight: Sight, gate: GateRule) -> None:
    """A gate that asks for nothing lets everybody pass, and its author believes otherwise."""
    needs = gate.needs is not None and any(True for _test in tests_in(gate.needs))
    if not (needs or gate.papers or gate.only is not None or gate.never is not None or gate.log):
        sight.tell(
            "gate_asks_nothing",
            gate.name,
            f"关卡{titled(gate.title, gate.name)}没有任何条件，拦不住任何人。请写“放行前提”“所需文件”“只限”或“禁止”，或勾选“每次都记录”。",
            f"The gate '{gate.name}' has no condition and stops nobody. Give it `needs`, `papers`, `only` or `never`, or let it `log`.",
        )


def _opens(sight: Sight, written: Written, gate: GateRule) -> None:
    paths = gate.needs.paths() if gate.needs is not None else frozenset()
    dead = frozenset(path for path in paths if written.writers(path) == [])
    if not can_hold(gate.needs, sight.rulebook, never_known=dead):
        why_zh = f"没有人填写{listed(sorted(dead), sight.called.fact)}" if dead else "条件自相矛盾"
        why_en = f"nobody fills {', '.join(sorted(dead))}" if dead else "its condition contradicts itself"
        sight.tell(
            "gate_never_opens",
            f"{gate.name}.needs",
            f"关卡{titled(gate.title, gate.name)}永远不会打开：{why_zh}。请改“放行前提”，或让某个环节填写。",
            f"The gate '{gate.name}' never opens: {why_en}. Change `needs`, or let a step fill it.",
        )
    barred = gate.never.posts() if gate.never is not None else frozenset()
    if gate.only is not None and gate.only.posts() and gate.only.posts() <= barred:
        sight.tell(
            "gate_never_opens",
            f"{gate.name}.only",
            f"关卡{titled(gate.title, gate.name)}的“只限”与“禁止”是同样的人，谁也过不去；请去掉其一。",
            f"The gate '{gate.name}' names the same people in `only` and `never`, so nobody passes; remove one.",
        )


def _waiting(sight: Sight, written: Written) -> None:
    gates = sight.rulebook.gates
    edges = {name: tuple(sorted(_before(written, gate, sight))) for name, gate in gates.items()}
    for ring in components(edges):
        names = listed(ring, lambda name: titled(gates[name].title, name))
        sight.tell(
            "gates_waiting_for_each_other",
            f"{ring[0]}.needs",
            f"这些关卡互相等待，谁也不会先开：{names}。请让其中一个所需的事实能在关卡之外填写。",
            f"These gates wait for each other and none opens first: {', '.join(ring)}. Let a fact that one of them needs be filled outside the gates.",
        )


def _before(written: Written, gate: GateRule, sight: Sight) -> set[str]:
    """Gates that must have let an act pass before this one can open."""
    found: set[str] = set()
    for path in gate.needs.paths() if gate.needs is not None else ():
        writers = written.writers(path)
        needed = not can_hold(gate.needs, sight.rulebook, never_known=frozenset({path}))
        if writers and needed:
            barred = [_barring(sight, gate, writer, path) for writer in writers]
            if all(barred):
                found |= set.union(*barred)
    return found


def _barring(sight: Sight, gate: GateRule, writer: Writer, path: str) -> set[str]:
    """The gates before the act with which the writer writes; a form filled with the act itself is there in time."""
    own_outcome = writer.step is not None and path.partition(".")[0] == writer.step
    return {
        name
        for name, other in sight.rulebook.gates.items()
        if writer.act is not None
        and writer.act in other.act
        and other.when is None
        and (other is not gate or own_outcome)
    }
