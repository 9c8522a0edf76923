"""The report of the benchmark keeps what other measurements wrote below it."""

from pathlib import Path

from shouwen.config.bench.run import keep


def test_other_sections_stay(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    keep("# Benchmarks\n\nold\n", path)
    path.write_text(path.read_text(encoding="utf-8") + "\n## Reading\n\nfigures\n", encoding="utf-8")
    keep("# Benchmarks\n\nnew\n", path)
    assert path.read_text(encoding="utf-8") == "# Benchmarks\n\nnew\n\n## Reading\n\nfigures\n"
