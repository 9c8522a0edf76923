"""Analysis D: facts that are read but never written, and facts that some way through the flow leaves unwritten."""

from collections.abc import Iterator, Mapping

from shouwen.rulebook.check.boxes import can_hold, tests_in
from shouwen.rulebook.check.graph import END, edges_of, gotos
from shouwen.rulebook.check.sight import Sight, StepAt, near
from shouwen.rulebook.check.written import Written, paper_paths, reads, step_paths
from shouwen.rulebook.model import Condition, PaperNeed, ProcedureRule
from shouwen.rulebook.naming.called import titled

_FIELDS = {
    "copies": ("“份数”（数字，代号「copies」）", "copies: {type: number, title: 份数}"),
    "sealed": ("“已盖章”（是否，代号「sealed」）", "sealed: {type: yes_no, title: 已盖章}"),
}


def check_fields(sight: Sight) -> None:
    """Tell forms and facts that nobody fills, and reads that may come too early."""
    written = Written(sight)
    _papers(sight, written)
    _copies(sight)
    _reads(sight, written)
    for procedure in sight.rulebook.procedures.values():
        _early(sight, procedure)


def _papers(sight: Sight, written: Written) -> None:
    for paper in sight.rulebook.papers.values():
        if paper.name not in written.papers and not paper.fields:
            sight.tell(
                "form_to_be",
                paper.name,
                f"表单{titled(paper.title, paper.name)}还没有字段，也没有环节填写或发出，发布后没有人用得到；请补上字段与填写的环节，或删去。",
                f"The paper '{paper.name}' has no fields yet and no step fills or issues it: nobody will meet it; add both, or remove it.",
                level="warning",
            )
        elif paper.name not in written.papers:
            sight.tell(
                "unfilled_field",
                paper.name,
                f"表单{titled(paper.title, paper.name)}没有环节填写或发出；请在“填写的表单”“立案表单”或“发出文书”用上它，或删去。",
                f"No step fills or issues the paper '{paper.name}'; use it in fill, intake or issue, or remove it.",
            )
        for name, field in paper.fields.items():
            if not can_hold(field.shown, sight.rulebook):
                sight.tell(
                    "unfilled_field",
                    f"{paper.name}.fields.{name}",
                    f"字段{titled(field.title, name)}的“显示条件”永远不成立，没有人能填；请改条件。",
                    f"The condition for showing '{name}' can never hold, so nobody can fill it; change `shown`.",
                )


def _copies(sight: Sight) -> None:
    """Copies and seals that a list of papers asks for must be said by the paper: by a field, or by how it is issued."""
    for where, need in sight.of_type(PaperNeed):
        paper = sight.rulebook.papers.get(need.paper)
        if paper is None:
            continue
        if need.copies > max(1, len(paper.copies)) and "copies" not in paper.fields:
            zh, en = f"{need.copies}份", f"in {need.copies} copies"
            _tell_uncounted(sight, where, need.paper, zh, en, key="copies")
        if need.sealed and "sealed" not in paper.fields and not any(copy.seal for copy in paper.copies):
            _tell_uncounted(sight, where, need.paper, "盖章", "sealed", key="sealed")


def _tell_uncounted(sight: Sight, where: str, paper: str, zh: str, en: str, *, key: str) -> None:
    field_zh, field_en = _FIELDS[key]
    sight.tell(
        "copies_not_counted",
        where,
        f"这里要求{sight.called.paper(paper)}{zh}，但表单没有地方登记；请给它加上字段{field_zh}，或在“联数与分送”里写明各份。",
        f"'{paper}' is asked for {en} here, but nothing says whether it is; give it the field '{field_en}', or list its copies.",
    )


def _reads(sight: Sight, written: Written) -> None:
    seen: set[tuple[str, str]] = set()
    for where, path, _ in (*reads(sight), *_named(sight)):
        rule = where.partition(".")[0]
        if (rule, path) in seen or written.writers(path) != []:
            continue
        seen.add((rule, path))
        zh, en = near(path, {known for known in written.known if not known.endswith(path)}, sight.called.fact)
        sight.tell(
            "unfilled_field",
            where,
            f"这里要看{sight.called.fact(path)}，但没有任何环节填写它{zh}",
            f"'{path}' is read here but nobody ever fills it{en}",
        )


def _named(sight: Sight) -> Iterator[tuple[str, str, bool]]:
    """Paths that are named outright: the inputs of tables, and lists that steps work through."""
    for table in sight.rulebook.tables.values():
        yield from ((f"{table.name}.in", path, False) for path in table.in_)
    for gate in sight.rulebook.gates.values():
        yield from ((f"{gate.name}.facts", path, False) for path in gate.facts)
    for at in sight.steps:
        if at.step.for_each is not None:
            yield f"{at.where}.for_each", at.step.for_each, False


def _early(sight: Sight, procedure: ProcedureRule) -> None:
    """Facts of this procedure's own steps that a step reads although some way there does not write them."""
    gives = {name: _gives(sight, procedure, name) for name in procedure.steps}
    own = {path for paths in gives.values() for path in paths}
    before = _surely(sight, procedure, gives)
    told: set[tuple[str, str]] = set()
    for name in procedure.steps:
        at = StepAt(procedure, name, procedure.steps[name], f"{procedure.name}.steps.{name}")
        for where, path in _step_reads(sight, at):
            lacking = path in own and path not in before[name] | gives[name]
            if lacking and (name, path) not in told:
                told.add((name, path))
                _tell_early(sight, where, path, name)


def _tell_early(sight: Sight, where: str, path: str, name: str) -> None:
    called = sight.called.within(where.partition(".")[0])
    sight.tell(
        "may_be_unknown",
        where,
        f"走到环节{called.step(name)}时{called.fact(path)}可能还不知道：有的路没有填它。请在前面必经的环节填写，或先问它是否已知。",
        f"At the step '{name}' the fact '{path}' may be unknown: some way there does not fill it. Fill it in a step that always comes first, or ask `known`.",
        level="warning",
    )


def _gives(sight: Sight, procedure: ProcedureRule, name: str) -> frozenset[str]:
    steps = [at for at in sight.steps_of(procedure.name).values() if name in (at.name, at.around)]
    found: set[str] = set()
    for at in steps:
        found |= set(step_paths(at))
        for paper in at.step.fill:
            found |= set(paper_paths(sight.rulebook.papers.get(paper)))
    return frozenset(found)


def _surely(sight: Sight, procedure: ProcedureRule, gives: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """For each step what every way to it has written: intersect over the steps before until nothing changes."""
    intake = frozenset(paper_paths(sight.rulebook.papers.get(procedure.intake or "")))
    every = intake.union(*gives.values())
    starts = {next(iter(procedure.steps)), *gotos(procedure)}
    edges = edges_of(procedure)
    before = {name: intake if name in starts else every for name in procedure.steps}
    changed = True
    while changed:
        changed = False
        for name, after in edges.items():
            for then in after:
                if then == END or then not in before:
                    continue
                known = before[then] & (before[name] | gives[name])
                changed = changed or known != before[then]
                before[then] = known
    return before


def _step_reads(sight: Sight, at: StepAt) -> Iterator[tuple[str, str]]:
    """What a step must know: its `needs`, and the inputs of a table that wants exactly one row."""
    if at.step.needs is not None:
        yield from ((f"{at.where}.needs", path) for path in _asked(at.step.needs))
    table = sight.rulebook.tables.get(at.step.table or "")
    if table is not None and table.hit == "one":
        yield from ((f"{at.where}.table", path) for path in table.in_)
    if at.step.for_each is not None:
        yield f"{at.where}.for_each", at.step.for_each


def _asked(condition: Condition) -> Iterator[str]:
    copes = {test.path for test in tests_in(condition) if test.op == "known"}
    yield from sorted(condition.paths() - copes)
