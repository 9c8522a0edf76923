"""What no import rule sees: sizes, docstrings, who writes to tables, and which table points at which."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "shouwen"
LONGEST_FILE = 300
LONGEST_FUNCTION = 30
LONGEST_TEMPLATE = 100

# Files and functions over the limit today; the list may only shrink.
STILL_TOO_LONG: frozenset[str] = frozenset(
    {
        "tests/journeys/desk/company.py:_cases",
        "tests/web/msgids.py:msgids",
        "tests/web/scene.py:scene",
    }
)

# From low to high, as in pyproject.toml: a table may point at its own layer's part or lower ones.
LAYERS = (
    ("base", "engine"),
    ("runtime",),
    ("people",),
    ("customers", "authoring", "notices"),
    ("documents", "channels", "knowledge"),
    ("cases",),
    ("followups", "surveys", "fieldwork", "desk", "training", "appraisal", "plans", "outreach"),
    ("analytics",),
    ("dispatch",),
    ("retention",),
    ("web", "api"),
    ("config",),
)
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}
WRITES = frozenset(
    {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
)
DOMAINS = frozenset(
    {
        "people",
        "customers",
        "authoring",
        "documents",
        "knowledge",
        "cases",
        "dispatch",
        "notices",
        "analytics",
        "retention",
    }
)
# Besides everything in a folder `actions`.
WRITERS = frozenset({"actions", "effects", "jobs"})


def _python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_too_long() -> None:
    long = {_name(path) for path in _python_files("src", "tests") if _lines(path) > LONGEST_FILE}
    assert long <= STILL_TOO_LONG, "split what grew past the limit"
    assert long == {each for each in STILL_TOO_LONG if ":" not in each}, "take what shrank off the list"


def test_no_template_is_too_long() -> None:
    long = [_name(path) for path in SOURCE.rglob("*.html") if _lines(path) > LONGEST_TEMPLATE]
    assert long == []


def test_nothing_the_browser_gets_is_written_in_a_file_too_long() -> None:
    sources = [path for kind in ("js", "css") for path in (SOURCE / "web" / "ui" / "assets").rglob(f"*.{kind}")]
    assert [_name(path) for path in sources if _lines(path) > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    """Its signature and what it says of itself apart, every line counts, from the first statement to the last."""
    long = {
        f"{_name(path)}:{function.name}"
        for path in _python_files("src", "tests")
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _length(function) > LONGEST_FUNCTION
    }
    assert long <= STILL_TOO_LONG, "divide what grew past the limit"
    assert long == {each for each in STILL_TOO_LONG if ":" in each}, "take what shrank off the list"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    says = ast.get_docstring(function) is not None and len(function.body) > 1
    last = function.body[-1].end_lineno
    assert last is not None
    return last - function.body[says].lineno + 1


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_every_module_says_what_it_stands_for() -> None:
    silent = [
        _name(path)
        for path in _python_files("src", "tests")
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(_tree(path))
    ]
    assert silent == []


def test_pages_and_interface_never_write_tables() -> None:
    found = [
        f"{_name(path)}:{line}"
        for path in _python_files("src/shouwen/web", "src/shouwen/api")
        for line in _writes(path)
    ]
    assert found == [], "call an action of the domain instead"


def test_a_domain_writes_its_tables_in_its_actions_only() -> None:
    """Base and runtime below them are the ledger's own machinery; a file is saved too, to a place given with it."""
    found = [
        f"{_name(path)}:{line}"
        for path in _python_files(*(f"src/shouwen/{domain}" for domain in DOMAINS))
        if path.stem not in WRITERS and "actions" not in path.parts
        for line in _writes(path)
    ]
    assert found == [], "move the write into the domain's actions"


def test_the_domains_are_all_there_are() -> None:
    """A new package joins the list above, or is named here as one that has no tables of its own."""
    with_tables = {path.relative_to(SOURCE).parts[0] for path in SOURCE.glob("*/models*")} - {
        "base",
        "runtime",
        "rulebook",
    }
    assert with_tables == DOMAINS


def _writes(path: Path) -> Iterator[int]:
    for node in ast.walk(_tree(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITES:
            continue
        # A plain name in front (a dict, a form's data) is no table; `X.objects.…` and querysets are calls or attributes.
        target = node.func.value
        if node.func.attr == "save" and node.args:
            continue
        if node.func.attr in {"save", "delete"} or isinstance(target, ast.Call | ast.Attribute):
            yield node.lineno


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("pattern", "folder", "allowed", "reason"),
    [
        (r"""mock\.patch|patch\(["']shouwen""", "tests", "tests/architecture/", "use a fake at the port"),
        (
            r"^@receiver|\bpost_save\b|\bpre_save\b",
            "src",
            "src/shouwen/base/",
            "register an effect instead of a signal",
        ),
        (r"\btime\.sleep\(", "tests", "tests/architecture/", "wait for the outcome itself"),
        (r"# type: ignore(?!\[)", "src", "", "an ignore carries its code and a reason"),
    ],
)
def test_ways_that_are_closed(pattern: str, folder: str, allowed: str, reason: str) -> None:
    found = [
        _name(path)
        for path in _python_files(folder)
        if re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
        and not (allowed and _name(path).startswith(allowed))
    ]
    assert found == [], reason


def test_tables_point_downwards_only() -> None:
    upward = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey | ManyToManyField) and isinstance(field.related_model, type):
                here, there = _part(model.__module__), _part(field.related_model.__module__)
                if here and there and here != there and HEIGHT[there] >= HEIGHT[here]:
                    upward.append(f"{model.__name__}.{field.name}")
    assert upward == []


def _part(module: str) -> str:
    words = module.split(".")
    return words[1] if words[0] == "shouwen" and len(words) > 1 else ""


def test_every_package_has_a_layer() -> None:
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"rulebook", "rulebooks"}
    assert packages <= set(HEIGHT)
