"""The small rulebook with gates of the test's own."""

from pathlib import Path

from tests.cases.house import AT, DESK

from shouwen.runtime import rulebooks

ONLY_LEADER = "资料不得擅自带出，请主管办理"


def with_rules(folder: Path, *rules: str) -> None:
    """Takes the small rulebook into use with these rules added."""
    text = (DESK / "desk.yaml").read_text(encoding="utf-8")
    folder.joinpath("desk.yaml").write_text(text.rstrip() + "\n" + "\n".join(rules) + "\n", encoding="utf-8")
    rulebooks.install(path=folder, by=None, at=AT)


def shut(act: str) -> str:
    """Nobody of the house may do it but one who holds no post that anybody has."""
    return f"- {{gate: shut, title: 关上, act: {act}, never: anyone, say: 此门已关, cites: [DESK-1]}}"
