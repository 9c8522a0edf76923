"""A whole run of the tests fails when a template of the pages was rendered by none of them."""

from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parents[1] / "src" / "shouwen" / "web"

# Templates no test renders today; the list may only shrink.
NOT_YET_RENDERED: frozenset[str] = frozenset()

_rendered: set[str] = set()


def note(sender: Any, template: Any, **_: Any) -> None:
    """Receives every rendering in tests; a partial is noted as the file it stands in."""
    if template.name:
        _rendered.add(template.name.partition("#")[0])


def pytest_testnodedown(node: Any, error: object) -> None:
    _rendered.update(getattr(node, "workeroutput", {}).get("rendered", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config: Any = session.config
    if hasattr(config, "workerinput"):
        # Some names are marked as safe HTML, a type that does not travel between processes.
        config.workeroutput["rendered"] = [name.encode().decode() for name in sorted(_rendered)]
    elif exitstatus == pytest.ExitCode.OK and _is_whole_run(config):
        never = _templates() - _rendered - NOT_YET_RENDERED
        if never:
            print("\n\nNo test rendered these templates:", *sorted(never), sep="\n  ")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_whole_run(config: Any) -> bool:
    chosen = config.option.keyword or config.option.markexpr or config.getoption("lf", default=False)
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


def _templates() -> set[str]:
    return {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.html") if "static" not in path.parts}
