"""Mutation check: change a module in one small way at a time and see whether its tests notice.

    python tools/mutate.py src/shouwen/engine/worktime.py --tests tests/engine/test_worktime.py

Nothing is written: each mutant lives in a child process that imports the changed source in place of the file. Laws run
with fixed seeds, so a run can be repeated. What survives is either a gap in the tests or a change that means the same.
"""

import argparse
import ast
import copy
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
EXAMPLES = 60

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
TWINS = {"min": "max", "max": "min", "bisect_left": "bisect_right", "bisect_right": "bisect_left", "any": "all",
         "all": "any"}  # fmt: skip
REMOVED = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Break, ast.Continue, ast.If, ast.For)

Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True, slots=True)
class Mutant:
    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every changed version of a module, in the order of its lines."""
    tree = ast.parse(source)
    left_alone = set(_left_alone(tree))
    found = []
    for index, node in enumerate(ast.walk(tree)):
        if id(node) not in left_alone:
            found += [(getattr(node, "lineno", 0), what, index, change) for what, change in _changes(node)]
    for line, what, index, change in sorted(found, key=lambda each: (each[0], each[2])):
        yield Mutant(line, what, _with(tree, index, change))


def _with(tree: ast.Module, index: int, change: Change) -> str:
    changed = copy.deepcopy(tree)
    target = list(ast.walk(changed))[index]
    new = change(target)
    if new is not target:
        _Replace(target, new).visit(changed)
    return ast.unparse(ast.fix_missing_locations(changed))


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _left_alone(tree: ast.Module) -> Iterator[int]:
    """Annotations, decorators, docstrings and the words of a refusal: no behaviour to test."""
    for node in ast.walk(tree):
        for part in _wordy_parts(node):
            yield from (id(inner) for inner in ast.walk(part))


def _wordy_parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.FunctionDef):
        return [*([node.returns] if node.returns else []), *node.decorator_list]
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases]
    if isinstance(node, ast.arg | ast.AnnAssign):
        return [node.annotation] if node.annotation else []
    if isinstance(node, ast.Raise):
        return [node.exc] if node.exc else []
    if isinstance(node, ast.expr):
        return [node] if _is_text_or_type(node) else []
    return []


def _is_text_or_type(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id in {"Literal", "dict", "tuple", "list"}
    return isinstance(node, ast.JoinedStr)


def _is_prose(node: ast.stmt) -> bool:
    """A docstring, or the list of what a module offers."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.expr):
        yield from _in_expression(node)
    elif isinstance(node, ast.stmt):
        yield from _in_statement(node)


def _in_expression(node: ast.expr) -> Iterator[tuple[str, Change]]:
    shown = ast.unparse(node)
    if isinstance(node, ast.Compare):
        yield from _in_comparison(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        operator = ARITHMETIC[type(node.op)]
        yield f"{shown}: {type(node.op).__name__} to {operator.__name__}", _set("op", operator())
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{shown}: and, or swapped", _set("op", other_op)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{shown}: not dropped", lambda found: found.operand  # type: ignore[attr-defined]  # a UnaryOp
    elif isinstance(node, ast.Constant):
        yield from _in_constant(node.value)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in TWINS:
        yield f"{node.id} to {TWINS[node.id]}", _set("id", TWINS[node.id])


def _in_comparison(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for i, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield f"{ast.unparse(node)}: {type(op).__name__} to {other.__name__}", _set_op(i, other())


def _in_constant(value: object) -> Iterator[tuple[str, Change]]:
    if isinstance(value, bool):
        yield f"{value}: flipped", _set("value", not value)
    elif isinstance(value, int):
        yield f"{value} to {value - 1}", _set("value", value - 1)
        yield f"{value} to {value + 1}", _set("value", value + 1)


def _in_statement(node: ast.stmt) -> Iterator[tuple[str, Change]]:
    shown = ast.unparse(node).splitlines()[0]
    if isinstance(node, ast.FunctionDef) and not isinstance(node.body[-1], ast.Pass):
        yield f"{node.name}: returns at once", _set("body", [ast.Return()])
    elif isinstance(node, ast.Return) and node.value is not None:
        if ast.unparse(node.value) != "None":
            yield f"{shown}: returns nothing", _set("value", None)
    elif isinstance(node, REMOVED) and not _is_prose(node):
        yield f"{shown}: removed", lambda _: ast.Pass()


def _set(name: str, value: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, name, value)
        return node

    return change


def _set_op(index: int, op: ast.cmpop) -> Change:
    def change(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Compare)
        node.ops[index] = op
        return node

    return change


class _Changed(MetaPathFinder, Loader):
    """Serves one module from a text in place of its file."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return spec_from_loader(name, self, origin=str(self.path)) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)  # noqa: S102  # our own source


@dataclass(frozen=True, slots=True)
class Check:
    path: Path
    tests: Sequence[str]
    conftest: bool

    @property
    def name(self) -> str:
        return ".".join(self.path.relative_to(SOURCE).with_suffix("").parts)

    def verdict(self, source: str, seconds: float) -> str:
        """How the tests take this source: survived, killed, or timed out (killed as well)."""
        child = os.fork()
        if child == 0:
            self._run_in_child(source)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return "survived" if status == 0 else "killed"
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "timed out"

    def _run_in_child(self, source: str) -> None:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        sys.meta_path.insert(0, _Changed(self.name, self.path, source))
        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]  # a failure need not be shrunk
        hypothesis.settings.register_profile(
            "mutation", max_examples=EXAMPLES, deadline=None, derandomize=True, phases=phases
        )
        options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", "-o", "filterwarnings="]
        options += ["--hypothesis-profile=mutation"]
        if not self.conftest:
            options += ["--noconftest", "-p", "no:django"]
        try:
            code = int(pytest.main([*options, *self.tests]))
        except BaseException:  # noqa: BLE001  # whatever a mutant breaks, it was noticed
            code = 1
        os._exit(min(code, 1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Change a module in small ways; list what no test notices.")
    parser.add_argument("module", type=Path)
    parser.add_argument("--tests", nargs="+", required=True, help="test files, the fastest first")
    parser.add_argument("--conftest", action="store_true", help="the tests need the files conftest.py (slower)")
    parser.add_argument("--preload", nargs="+", default=[], help="modules below the mutated one, imported once for all")
    parser.add_argument("--lines", help="only lines FIRST-LAST")
    return parser.parse_args()


def main() -> int:
    args = _arguments()
    os.chdir(ROOT)
    sys.path.insert(0, str(SOURCE))
    path = args.module.resolve()
    source = path.read_text(encoding="utf-8")
    check = Check(path, args.tests, args.conftest)
    for name in args.preload:
        import_module(name)
    if check.name in sys.modules:
        print(f"What is preloaded imports {check.name}; its mutants would never be seen.", file=sys.stderr)
        return 2
    began = time.monotonic()
    if check.verdict(ast.unparse(ast.parse(source)), 600) != "survived":
        print("The tests fail on the module as it is; a mutation check needs them green.", file=sys.stderr)
        return 2
    patience = 5 + 4 * (time.monotonic() - began)
    first, last = (int(n) for n in args.lines.split("-")) if args.lines else (0, sys.maxsize)
    _judge(check, [mutant for mutant in mutants(source) if first <= mutant.line <= last], patience)
    return 0


def _judge(check: Check, changed: list[Mutant], patience: float) -> None:
    where = check.path.relative_to(ROOT)
    count = Counter[str]()
    for mutant in changed:
        verdict = check.verdict(mutant.source, patience)
        count[verdict] += 1
        if verdict == "survived":
            print(f"{where}:{mutant.line}: {mutant.what}", flush=True)
    print(f"{where}: " + ", ".join(f"{n} {verdict}" for verdict, n in sorted(count.items())))


if __name__ == "__main__":
    raise SystemExit(main())
