"""./run bench: what an installation does at ten thousand and at a hundred thousand cases, as ratios to controls of the same run."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from shouwen.config.bench import acts, controls, inside, paint, scene, server, table
from shouwen.config.launch.terminal import say

SIZES = (10_000, 100_000)
REPORT = Path("docs/benchmarks.md")


def main(argv: Sequence[str]) -> int:
    """Loads, serves, measures, prints the table; `--write FILE` keeps it."""
    args = _arguments(argv)
    if args.paint:
        return painting(args)
    stage = scene.make()
    report = table.Report()
    for size in args.sizes:
        say(f"Loading up to {size:,} cases with three messages each …")
        scene.load(stage, size, say=say)
        scene.settle()
        with server.running() as site:
            report.rest_mb = site.memory_mb()
            say("Measuring the pages and the interface …")
            measured = [acts.measure(act, site, stage, clients, args.repeat) for clients in (1, 8) for act in acts.ALL]
            report.load_mb = site.memory_mb()
        report.add(size, measured)
    report.raw = controls.raw_rows(stage, args.repeat)
    report.decisions = inside.decisions_per_second(stage)
    report.spins = inside.spins_per_second()
    say("Sweeping clocks that are all due at once …")
    report.swept, report.sweep_seconds = inside.sweep_all(stage)
    report.busy = os.getloadavg()[2]
    text = report.text()
    print(text)
    if args.write:
        keep(text, Path(args.write))
    return 0


def painting(args: argparse.Namespace) -> int:
    """From input to paint alone; its section of the file is replaced, the others stay."""
    size, stage = min(args.sizes), scene.make()
    say(f"Loading {size:,} cases with three messages each …")
    scene.load(stage, size, say=say)
    scene.settle()
    with server.running() as site:
        say("Measuring the browser …")
        painted = paint.measure(site, stage, args.paint)
    text = paint.text(painted, size, args.paint, os.getloadavg()[1])
    print(text)
    if args.write:
        keep_section(text, paint.HEADING, Path(args.write))
    return 0


def keep_section(text: str, heading: str, path: Path) -> None:
    """In the place of the section with this heading, or behind the last one."""
    before = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    first, found, rest = before.partition(f"\n{heading}\n")
    after = rest.find("\n## ") if found else -1
    kept = rest[after:] if after >= 0 else ""
    path.write_text(f"{first.rstrip()}\n\n{text.rstrip()}\n{kept}", encoding="utf-8")


def keep(text: str, path: Path) -> None:
    """Sections of other measurements (from the first `## ` on) stay below the new table."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    others = before.find("\n## ")
    path.write_text(text if others < 0 else f"{text.rstrip()}\n{before[others:]}", encoding="utf-8")


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--sizes", type=lambda text: [int(each) for each in text.split(",")], default=list(SIZES))
    parser.add_argument("--repeat", type=int, default=150, help="requests for each act and client")
    parser.add_argument(
        "--paint", type=int, nargs="?", const=20, default=0, metavar="TIMES", help="measure the browser instead"
    )
    parser.add_argument("--write", metavar="FILE", help=f"keep the table, as {REPORT}")
    return parser.parse_args(argv)
