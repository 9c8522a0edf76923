"""Who writes which fact: the ground of the def-use analyses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from shouwen.rulebook.check.boxes import tests_in
from shouwen.rulebook.check.refer import references
from shouwen.rulebook.check.sight import Sight, StepAt
from shouwen.rulebook.check.words_known import facts, is_open
from shouwen.rulebook.model import Condition, Do, FactRule, Need, Of, PaperNeed, PaperRule
from shouwen.rulebook.vocabulary import FACTS
from shouwen.rulebook.walk import rule_path, walk


@dataclass(frozen=True)
class Writer:
    """Something that makes a fact known; `step` and `act` if finishing a step does it."""

    where: str
    step: str | None = None
    act: str | None = None


@dataclass
class Written:
    """All writers of a rulebook, collected once."""

    sight: Sight

    @cached_property
    def papers(self) -> dict[str, list[Writer]]:
        """Who fills, issues or demands each paper."""
        found: dict[str, list[Writer]] = {}
        for at in self.sight.steps:
            for paper in at.step.fill:
                found.setdefault(paper, []).append(Writer(at.where, at.name, at.step.act))
        for name, where in self._elsewhere():
            found.setdefault(name, []).append(Writer(where))
        return found

    def _elsewhere(self) -> Iterator[tuple[str, str]]:
        """Papers that come about outside steps."""
        book = self.sight.rulebook
        for procedure in book.procedures.values():
            if procedure.intake is not None:
                yield procedure.intake, f"{procedure.name}.intake"
        for duty in book.duties.values():
            yield from ((paper, f"{duty.name}.fill") for paper in duty.fill)
        yield from self._of_blocks()
        for where, part in self.sight.of_type(PaperNeed, Do):
            name = part.issue if isinstance(part, Do) else self._brought(where, part)
            if name is not None:
                yield name, where

    def _of_blocks(self) -> Iterator[tuple[str, str]]:
        """Records and receipts that a module keeps: a survey's sheets, a session's record, the register of keys."""
        for block in self.sight.rulebook.blocks:
            for where, part in walk(block, rule_path(block)):
                for ref, names in references(part):
                    if "paper" in ref.sorts:
                        yield from ((name, where) for name in names)

    def _brought(self, where: str, need: PaperNeed) -> str | None:
        """A step or duty makes the papers it demands; closing and gates only look whether they are there.

        What has no fields, or is a file, can be attached at any moment.
        """
        paper = self.sight.rulebook.papers.get(need.paper)
        if paper is None or not paper.fields or paper.sort in ("file", "register"):
            return need.paper
        looks = where.partition(".")[0] in self.sight.rulebook.gates or ".close." in where
        return None if looks else need.paper

    @cached_property
    def facts(self) -> dict[str, list[Writer]]:
        """Writers of each path that papers, judgements and effects make known."""
        found: dict[str, list[Writer]] = {}
        for name, writers in self.papers.items():
            paper = self.sight.rulebook.papers.get(name)
            for path in paper_paths(paper):
                found.setdefault(path, []).extend(writers)
        for at in self.sight.steps:
            for path in step_paths(at):
                found.setdefault(path, []).append(Writer(at.where, at.name, at.step.act))
        for where, part in self.sight.of_type(Do):
            for path in (part.set, *part.with_):
                if path is not None:
                    found.setdefault(path, []).append(Writer(where))
        return found

    def writers(self, path: str) -> list[Writer] | None:
        """Who writes it; None if another domain or the engine answers for it."""
        plain, _, step = path.partition("@")
        if plain.startswith("parent."):
            return self._of_parent(plain.removeprefix("parent."))
        name = plain.removeprefix("case.")
        own = self.facts.get(plain) or self.facts.get(name)
        if own:
            return [writer for writer in own if not step or writer.step == step]
        declared = self.sight.rulebook.facts.get(plain) or self.sight.rulebook.facts.get(name)
        if declared is not None:
            return [] if _must_be_written(declared) else None
        given = plain in FACTS or is_open(plain) or self.sight.untyped(plain.partition(".")[0])
        return None if given or (plain in self.known and not self._is_field(plain)) else []

    def _of_parent(self, path: str) -> list[Writer] | None:
        """What the case around this one knows, as its own fact or as `case.<outcome>`."""
        writers = self.writers(path)
        return self.writers(f"case.{path}") if writers == [] else writers

    @cached_property
    def known(self) -> frozenset[str]:
        """Every path that has a meaning at all."""
        return facts(self.sight)

    def _is_field(self, path: str) -> bool:
        paper, _, name = path.partition(".")
        rule = self.sight.rulebook.papers.get(paper)
        return rule is not None and name in rule.fields


def paper_paths(paper: PaperRule | None) -> Iterator[str]:
    """The facts that a filled paper gives."""
    if paper is not None:
        for name, field in paper.fields.items():
            yield f"{paper.name}.{name}"
            if field.fact is not None:
                yield field.fact


def step_paths(at: StepAt) -> Iterator[str]:
    """The facts that finishing a step gives besides its forms'."""
    yield from (f"{at.name}.{fact}" for fact in ("outcome", "by", "at"))
    if at.step.judge is not None:
        yield at.step.judge


def _must_be_written(fact: FactRule) -> bool:
    """Facts about a case come from its papers; derived ones and those of other records from their domain."""
    derived = any(part is not None for part in (fact.count, fact.sum, fact.share, fact.mean, fact.over, fact.target))
    return fact.about == "case" and not derived and fact.reading is None


def reads(sight: Sight) -> Iterator[tuple[str, str, bool]]:
    """Where, which path, and whether the reader copes with the path being unknown."""
    skipped = [where for where, _ in sight.of_type(Of, Need)]
    for where, part in sight.of_type(Condition):
        if (
            ".send.receipt" in where
            or any(where.startswith(f"{outer}.") for outer in skipped)
            or where.partition(".")[0] in sight.rulebook.duties
            or sight.in_block(where)
        ):
            continue  # these speak of the columns of the records they choose
        yield from _tested(where, part)


def _tested(where: str, condition: Condition) -> Iterator[tuple[str, str, bool]]:
    copes = {test.path for test in tests_in(condition) if test.op == "known"}
    for path in sorted(condition.paths()):
        yield where, path, path in copes
