"""Analysis A, references: every name that a rule uses must lead to something."""

from collections.abc import Iterable

from shouwen.rulebook.check.sight import Sight, StepAt, near
from shouwen.rulebook.check.words_known import acts, events
from shouwen.rulebook.model import (
    Close,
    Do,
    DutyRule,
    FieldRule,
    GateRule,
    Opens,
    PaperNeed,
    ProcedureRule,
    ReactionRule,
    Who,
)
from shouwen.rulebook.naming.called import code

_SORTS = {
    "paper": "表单",
    "procedure": "流程",
    "table": "表",
    "fact": "事实",
    "script": "话术",
    "step": "环节",
    "role": "角色",
    "post": "岗位",
}


def check_references(sight: Sight) -> None:
    """Tell every name that leads nowhere."""
    _Refer(sight).all()


class _Refer:
    """The lookups, with what is known collected once."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        book = sight.rulebook
        scripts = [block.name for block in book.blocks if block.kind == "script"]
        self.known: dict[str, Iterable[str]] = {
            "paper": book.papers,
            "procedure": book.procedures,
            "table": book.tables,
            "fact": book.facts,
            "script": scripts,
        }

    def all(self) -> None:
        for at in self.sight.steps:
            self.step(at)
        for where, part in self.sight.parts:
            self.part(where, part)
        self.events()

    def need(self, sort: str, names: Iterable[str | None], where: str) -> None:
        for name in names:
            if name is not None and name not in self.known[sort] and not self.sight.untyped(name):
                self.lacking(sort, name, where, self.known[sort])

    def lacking(self, sort: str, name: str, where: str, known: Iterable[str]) -> None:
        zh, en = near(name, known, lambda one: self.sight.called.name(one, sort))
        self.sight.tell(
            "unknown_reference",
            where,
            f"没有叫{code(name)}的{_SORTS[sort]}{zh}",
            f"There is no {sort} '{name}'{en}",
        )

    def step(self, at: StepAt) -> None:
        step, where = at.step, at.where
        self.need("paper", step.fill, f"{where}.fill")
        self.need("table", [step.table], f"{where}.table")
        self.need("script", [step.script], f"{where}.script")
        if step.judge is not None and "." not in step.judge:
            self.need("fact", [step.judge], f"{where}.judge")

    def part(self, where: str, part: object) -> None:
        if isinstance(part, PaperNeed):
            self.need("paper", [part.paper], where)
            self.fields(part, where)
        elif isinstance(part, Do):
            self.do(part, where)
        elif isinstance(part, Who):
            self.who(part, where)
        elif isinstance(part, FieldRule) and part.fact is not None and "." not in part.fact:
            self.need("fact", [part.fact], f"{where}.fact")
        else:
            self.rule(where, part)

    def rule(self, where: str, part: object) -> None:
        if isinstance(part, ProcedureRule):
            self.need("paper", [part.intake], f"{where}.intake")
        elif isinstance(part, DutyRule):
            self.need("procedure", [part.opens], f"{where}.opens")
            self.need("paper", part.fill, f"{where}.fill")
        elif isinstance(part, Close):
            self.need("procedure", part.waits, f"{where}.waits")
        elif isinstance(part, Opens):
            self.need("procedure", part.parent, f"{where}.parent")
        elif isinstance(part, GateRule):
            self.acts(part)

    def fields(self, part: PaperNeed, where: str) -> None:
        paper = self.sight.rulebook.papers.get(part.paper)
        for name in part.fields if paper is not None else ():
            if paper is not None and name not in paper.fields:
                zh, en = near(name, paper.fields, lambda one: self.sight.called.field(part.paper, one))
                self.sight.tell(
                    "unknown_reference",
                    where,
                    f"表单{self.sight.called.paper(part.paper)}没有字段{code(name)}{zh}",
                    f"The paper '{part.paper}' has no field '{name}'{en}",
                )

    def do(self, part: Do, where: str) -> None:
        self.need("paper", [part.issue], where)
        self.need("procedure", [part.open], where)
        procedure = self.sight.procedure_at(where)
        if part.assign is not None and procedure is not None and part.assign not in procedure.roles:
            self.lacking("role", part.assign, where, procedure.roles)
        if part.stop is not None and part.stop not in self.dues():
            zh, en = near(part.stop, self.dues())
            self.sight.tell(
                "unknown_reference",
                where,
                f"没有叫{code(part.stop)}的时限{zh}",
                f"There is no limit '{part.stop}' to stop{en}",
            )

    def dues(self) -> set[str]:
        book = self.sight.rulebook
        own = {name for at in self.sight.steps for name in at.step.due}
        return own | {name for procedure in book.procedures.values() for name in procedure.due}

    def who(self, part: Who, where: str) -> None:
        procedure = self.sight.procedure_at(where)
        book = self.sight.rulebook
        if self.sight.hidden:
            return  # a rule that could not be typed may declare what is looked for here
        scope = [procedure] if procedure is not None else list(book.procedures.values())
        roles = {name for each in scope for name in each.roles}
        # Without any procedure in the file a role may belong to one that is written elsewhere.
        if part.role is not None and scope and part.role not in roles and not self.parent_role(part.role, procedure):
            self.lacking("role", part.role, where, roles)
        steps = {at.name for at in self.sight.steps}
        if part.acted_in is not None and part.acted_in not in steps:
            self.lacking("step", part.acted_in, where, steps)
        parties = book.header.parties
        if part.outside is not None and parties and part.outside not in parties:
            zh, en = near(part.outside, parties, lambda one: f"“{parties[one]}”")
            self.sight.tell(
                "unknown_reference",
                where,
                f"总则的外部方里没有{code(part.outside)}{zh}",
                f"The header's parties do not name '{part.outside}'{en}",
            )

    def parent_role(self, role: str, procedure: ProcedureRule | None) -> bool:
        """A child case sees its parent's roles."""
        return procedure is not None and any(role in each.roles for each in self.sight.rulebook.procedures.values())

    def acts(self, gate: GateRule) -> None:
        known = acts(self.sight)
        for act in gate.act:
            if act not in known and act.partition("_")[0] not in _VERBS:
                zh, en = near(act, known, self.sight.called.act)
                self.sight.tell(
                    "unknown_act",
                    f"{gate.name}.act",
                    f"没有人做{code(act)}这个动作，关卡永远不会被问到{zh}",
                    f"Nobody does the act '{act}', so the gate is never asked{en}",
                    level="warning",
                )

    def events(self) -> None:
        known = events(self.sight)
        for where, part in self.sight.of_type(ReactionRule, Opens):
            for event in part.upon:
                if event not in known and not self.sight.untyped(event.partition(".")[0]):
                    zh, en = near(event, known, self.sight.called.event)
                    self.sight.tell(
                        "unknown_event",
                        f"{where}.upon",
                        f"没有事件{code(event)}{zh}",
                        f"Nothing emits the event '{event}'{en}",
                    )


# Acts of modules are verbs with an object: decide_remedy, pay_goodwill, refund_deposit.
_VERBS = frozenset(
    {"decide", "pay", "refund", "settle", "issue", "sign", "send", "approve", "open", "extend", "change"}
)
