"""The figures as a table that can be kept, every one beside the control it is a ratio to."""

import os
import platform
from dataclasses import dataclass, field

from shouwen.config.bench.acts import Measured
from shouwen.config.bench.controls import Raw

MEANT = 100_000
AIMS = {
    "intake, web form": 8.0,
    "intake, interface": 8.0,
    "list": 12.0,
    "case page": 15.0,
    "search, two characters": 8.0,
}


@dataclass
class Report:
    """Everything one run measured."""

    sizes: dict[int, dict[tuple[str, int], Measured]] = field(default_factory=dict)
    rest_mb: float = 0
    load_mb: float = 0
    raw: Raw | None = None
    decisions: float = 0
    spins: float = 0
    busy: float = 0
    swept: int = 0
    sweep_seconds: float = 0

    def add(self, size: int, measured: list[Measured]) -> None:
        self.sizes[size] = {(one.name, one.clients): one for one in measured}

    def text(self) -> str:
        """Markdown."""
        lines = [
            "# Benchmarks",
            "",
            "`./run bench --write docs/benchmarks.md` makes a new database with the durability of a real one, lets the engine",
            "open the cases (DECOR complaints with three messages each), starts web and worker as `./run serve` does, and",
            "measures. Ratios compare p50 with that of a bare view (one indexed select) under the same server, asked for by the same",
            "client before each request, so that whatever else the machine does falls on both.",
            f"While this run lasted, {self.busy:.1f} processes on average wanted one of {len(os.sched_getaffinity(0))} processors;",
            "the run itself wants about two. With more, every request waits its turn, and the ratios are uncertain in both directions.",
            f"The interpreter: Python {platform.python_version()}, {platform.python_compiler()}.",
            "",
            "| cases | clients | act | p50 ms | p95 ms | per second | bare p50 ms | ratio to bare | aim |",
            "|--:|--:|---|--:|--:|--:|--:|--:|--:|",
        ]
        for size, found in self.sizes.items():
            for (name, clients), one in found.items():
                ratio = one.p50 / one.bare
                aim = f"≤ {AIMS[name]:g}" if name in AIMS and clients == 1 else ""
                lines.append(
                    f"| {size:,} | {clients} | {name} | {one.p50:.2f} | {one.p95:.2f} | {one.per_second:.0f} | {one.bare:.2f} | {ratio:.1f} | {aim} |"
                )
        return "\n".join([*lines, "", *self._reach(), *self._growth(), "", *self._inside(), ""])

    def _reach(self) -> list[str]:
        """The aims are for large installations; a smaller run has to say that it is one."""
        if max(self.sizes) >= MEANT:
            return []
        return [f"**A small run: the aims are for {MEANT:,} cases, which `--sizes 10000,{MEANT}` loads.**", ""]

    def _growth(self) -> list[str]:
        if len(self.sizes) < 2:
            return []
        small, large = min(self.sizes), max(self.sizes)
        lines = [f"| act (1 client) | ratio at {large:,} ÷ ratio at {small:,} |", "|---|--:|"]
        for name, clients in self.sizes[large]:
            if clients == 1 and name != "bare view":
                grown = self._ratio(large, name) / self._ratio(small, name)
                lines.append(f"| {name} | {grown:.2f} |")
        return lines

    def _ratio(self, size: int, name: str) -> float:
        found = self.sizes[size]
        return found[name, 1].p50 / found[name, 1].bare

    def _inside(self) -> list[str]:
        raw = f"{self.raw.p50:.2f} ms for {self.raw.rows} rows" if self.raw else "—"
        return [
            "| measured | figure | aim |",
            "|---|--:|--:|",
            f"| raw psycopg writing the rows of one intake, one commit | {raw} | |",
            f"| engine decisions per second in one process (every decision of the DECOR stories) | {self.decisions:,.0f} | 10,000 |",
            f"| turns of an empty Python loop per second meanwhile | {self.spins / 1e6:.1f} million | |",
            f"| sweep by one worker and its helpers: {self.swept:,} due at once, decided, logged, consequences written | {self.sweep_seconds:.1f} s | 20 s for 100,000 |",
            f"| memory of web, worker and database at rest (shared pages once) | {self.rest_mb:.0f} MB | 400 MB |",
            f"| the same after the load | {self.load_mb:.0f} MB | |",
        ]
