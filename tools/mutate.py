"""Mutation check: change a module in one small way at a time and see whether its tests notice.

    python tools/mutate.py src/shouwen/engine/worktime.py --tests tests/engine/test_worktime.py

Nothing is written: each mutant lives in a child process that imports the changed source in place of the file. Laws run
with fixed seeds, so a run can be repeated. What survives is either a gap in the tests or a change that means the same.
"""

import argparse
import ast
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest
from mutants import Mutant, mutants

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
EXAMPLES = 60


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
    conftest: str

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
        options = ["-q", "-x", "--tb=no", "-p", "no:cacheprovider", "-p", "no:randomly", "-o", "filterwarnings="]
        options += ["--hypothesis-profile=mutation"]
        if self.conftest == "none":
            options += ["--noconftest"]
        if self.conftest == "near":
            options += [f"--confcutdir={Path(self.tests[0]).parent}"]
        if self.conftest != "all":
            options += ["-p", "no:django"]
        try:
            code = int(pytest.main([*options, *self.tests]))
        except BaseException:  # noqa: BLE001  # whatever a mutant breaks, it was noticed
            code = 1
        os._exit(min(code, 1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Change a module in small ways; list what no test notices.")
    parser.add_argument("module", type=Path)
    parser.add_argument("--tests", nargs="+", required=True, help="test files, the fastest first")
    parser.add_argument("--then", nargs="+", default=[], help="slower tests, only for what survives the others")
    parser.add_argument(
        "--conftest",
        choices=("none", "near", "all"),
        default="none",
        help="the files conftest.py that --tests need: none, that of their folder, or all (slow); --then has the same",
    )
    parser.add_argument("--preload", nargs="+", default=[], help="modules below the mutated one, imported once for all")
    parser.add_argument("--lines", help="only lines FIRST-LAST")
    parser.add_argument("--only", type=Path, help="only what this file names: the printed survivors of an earlier run")
    return parser.parse_args()


def main() -> int:
    args = _arguments()
    os.chdir(ROOT)
    sys.path.insert(0, str(SOURCE))
    path = args.module.resolve()
    source = path.read_text(encoding="utf-8")
    for name in args.preload:
        import_module(name)
    checks = [Check(path, tests, args.conftest) for tests in (args.tests, args.then) if tests]
    if checks[0].name in sys.modules:
        print(f"What is preloaded imports {checks[0].name}; its mutants would never be seen.", file=sys.stderr)
        return 2
    timed = []
    for check in checks:
        began = time.monotonic()
        if check.verdict(ast.unparse(ast.parse(source)), 600) != "survived":
            print("The tests fail on the module as it is; a mutation check needs them green.", file=sys.stderr)
            return 2
        timed.append((check, 5 + 4 * (time.monotonic() - began)))
    _judge(timed, _chosen(mutants(source), args))
    return 0


def _chosen(every: Iterable[Mutant], args: argparse.Namespace) -> list[Mutant]:
    first, last = (int(n) for n in args.lines.split("-")) if args.lines else (0, sys.maxsize)
    lines = [mutant for mutant in every if first <= mutant.line <= last]
    if args.only is None:
        return lines
    named = args.only.read_text(encoding="utf-8").splitlines()  # lines of code move; what was changed stays
    return [mutant for mutant in lines if any(f": {mutant.what}" in each for each in named)]


def _shown(mutant: Mutant) -> str:
    return f":{mutant.line}: {mutant.what}"


def _judge(checks: Sequence[tuple[Check, float]], changed: list[Mutant]) -> None:
    where = checks[0][0].path.relative_to(ROOT)
    count = Counter[str]()
    for mutant in changed:
        verdict = _last_verdict(checks, mutant)
        count[verdict] += 1
        if verdict not in {"killed", "timed out"}:
            print(f"{where}{_shown(mutant)}" + ("" if verdict == "survived" else f" [{verdict}]"), flush=True)
    print(f"{where}: " + ", ".join(f"{n} {verdict}" for verdict, n in sorted(count.items())))


def _last_verdict(checks: Sequence[tuple[Check, float]], mutant: Mutant) -> str:
    """What the fast tests say; what they let through is for the slower ones to say."""
    for i, (check, patience) in enumerate(checks):
        verdict = check.verdict(mutant.source, patience)
        if verdict != "survived":
            return f"{verdict} by the slower" if i else verdict
    return "survived"


if __name__ == "__main__":
    raise SystemExit(main())
