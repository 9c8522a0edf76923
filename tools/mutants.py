"""Every version of a module that differs from it in one small way."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
