"""Pages of one area know nothing of another's: what they share lies in web/ui."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "shouwen"
WEB = SOURCE / "web"
SHARED = frozenset({"ui", "templatetags", "urls"})
AREAS = frozenset(path.name for path in WEB.iterdir() if (path / "__init__.py").exists()) - SHARED
INCLUDED = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*type=["']application/json)|\son[a-z]+\s*=\s*["']""")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_an_area_imports_no_other_area() -> None:
    across = [
        f"{path.relative_to(WEB)}: {name}"
        for area in sorted(AREAS)
        for path in sorted((WEB / area).rglob("*.py"))
        for name in _imported(path)
        if name.startswith("shouwen.web.") and name.split(".")[2] in AREAS - {area}
    ]
    assert across == []


def test_what_is_shared_imports_no_area() -> None:
    across = [
        f"{path.relative_to(WEB)}: {name}"
        for folder in ("ui", "templatetags")
        for path in sorted((WEB / folder).rglob("*.py"))
        for name in _imported(path)
        if name.startswith("shouwen.web.") and name.split(".")[2] in AREAS
    ]
    assert across == []


def test_an_area_includes_templates_of_its_own_and_shared_ones() -> None:
    across = [
        f"{path.relative_to(WEB)}: {name}"
        for path in sorted(WEB.rglob("*.html"))
        for name in INCLUDED.findall(path.read_text(encoding="utf-8"))
        if name.split("/")[0] in AREAS - {path.relative_to(WEB).parts[0]}
    ]
    assert across == []


def test_no_script_stands_in_a_page() -> None:
    """The content security policy would refuse it in the browser; here it is found before."""
    inline = [
        str(path.relative_to(WEB))
        for path in sorted(WEB.rglob("*.html"))
        if INLINE.search(path.read_text(encoding="utf-8"))
    ]
    assert inline == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No page, style or script of ours names another host; the name spaces of SVG are no addresses."""
    far = re.compile(r"""(?:src|href|url\(|import)\s*[=(]?\s*["']?https?://""")
    found = [
        str(path.relative_to(WEB))
        for path in sorted(WEB.rglob("*"))
        if path.suffix in {".html", ".js", ".css"} and "dist" not in path.parts and far.search(path.read_text("utf-8"))
    ]
    assert found == []
