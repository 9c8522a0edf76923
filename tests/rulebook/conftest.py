"""Small rulebooks written in the test, loaded and checked; `# <-` marks the line that a finding must name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.rulebook.plain_words import plain

from shouwen.rulebook.check import check
from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.model import Problem

MARK = "# <-"
HEADER = """\
rulebook: T
title: 试验制度
edition: {id: '1', in_force: 2026-01-01}
words: {at_once: {value: 15min}}
unit_kinds: {group: 集团, branch: 分公司}
parties: {customer: 客户}
clauses:
- {id: T-1, title: 试验条款, text: 一切按此办理。, kind: E}
rules:
- {post: clerk, title: 客服助理, unit: group, count: 2, superior: head, cites: [T-1]}
- {post: head, title: 客服副总监, unit: group, count: 1, superior: director, cites: [T-1]}
- {post: director, title: 总监, unit: group, count: 1, cites: [T-1]}
"""


@dataclass(frozen=True)
class Checked:
    """A rulebook of a test with everything found about it but notes."""

    loaded: Loaded
    text: str
    problems: tuple[Problem, ...]

    @property
    def codes(self) -> list[str]:
        return sorted(problem.code for problem in self.problems)

    @property
    def marked(self) -> list[int]:
        return [n for n, line in enumerate(self.text.splitlines(), 1) if MARK in line]


Write = Callable[..., Checked]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rules below the common header, then load and check them."""

    def written(rules: str, header: str = HEADER, held: dict[str, int] | None = None) -> Checked:
        text = header + rules.lstrip("\n")
        path = tmp_path / "book.yaml"
        path.write_text(text, encoding="utf-8")
        loaded = load(path)
        assert loaded.rulebook is not None
        problems = (*loaded.problems, *check(loaded.rulebook, loaded.places, posts_held=held))
        for problem in problems:
            assert plain(problem), (problem.code, problem.message)
        return Checked(loaded, text, tuple(problem for problem in problems if problem.level != "note"))

    return written


Faulty = Callable[..., None]


@pytest.fixture
def faulty(write: Write) -> Faulty:
    """Assert that the broken rules give exactly one finding, on the marked line, and the repaired ones none."""

    def judge(code: str, broken: str, repaired: str, *, zh: str, en: str) -> None:
        found = write(broken)
        assert found.codes == [code], [(p.code, p.where, p.message_en) for p in found.problems]
        problem = found.problems[0]
        assert problem.place is not None
        assert [problem.place.line] == found.marked, problem
        assert zh in problem.message
        assert en in problem.message_en
        clean = write(repaired)
        assert clean.problems == (), [(p.code, p.where, p.message_en) for p in clean.problems]

    return judge
