"""The rulebook of the recipe does what the recipe says: its case runs on the engine, from counter to permit."""

from pathlib import Path

import pytest
import yaml

from shouwen.engine.compile import compile_rulebook
from shouwen.engine.plan import Compiled
from shouwen.engine.story import read_story
from shouwen.engine.story_run import run_story
from shouwen.rulebook.load import load

RECIPE = Path(__file__).resolve().parents[2] / "docs/recipes/write-a-rulebook.md"
FILED = """\
story: 备案
when:
  - 2026-03-02 09:00 前台 立案: 装修备案
    填: {装修规模: %s, 装修备案表.工期（月）: %s, 装修备案表.是否动防水: %s}
"""
SMALL = FILED % ("小型", "3", "否") + "  - 2026-03-02 10:00 前台 收件: 齐全\n"
PAID = "  - 2026-03-03 10:00 客服经理 同意: 审核\n  - 2026-03-03 11:00 前台 交押金: 已交\n    填: {押金收据.number: 'A1'}\n"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    path = tmp_path_factory.mktemp("guide") / "guide.yaml"
    fragments = RECIPE.read_text(encoding="utf-8").split("```yaml\n")[1:]
    path.write_text("".join(part.split("```")[0] for part in fragments), encoding="utf-8")
    loaded = load(path)
    assert loaded.rulebook is not None
    return compile_rulebook(loaded.rulebook)


@pytest.mark.parametrize(
    ("way", "claims"),
    [
        (SMALL, "待办: 客服经理 · 审核"),
        (FILED % ("大型", "3", "否") + "  - 2026-03-02 10:00 前台 收件: 齐全\n", "待办: 总监 · 审核"),
        (SMALL, "2026-03-05 18:00 超时: 审核；升级 总监；依据 GUIDE-1.1"),
        (SMALL + PAID, "2026-03-03 11:00 发出: 装修许可证"),
    ],
)
def test_the_case_of_the_recipe_runs(compiled: Compiled, way: str, claims: str) -> None:
    written = yaml.load(f"{way}then:\n  - {claims}\n", Loader=yaml.CBaseLoader)  # noqa: S506 - every scalar as text
    assert run_story(read_story(written, "Asia/Shanghai"), compiled) == []


@pytest.mark.parametrize(("months", "wet"), [("4", "否"), ("3", "是")])
def test_too_long_or_without_the_undertaking_it_is_not_complete(compiled: Compiled, months: str, wet: str) -> None:
    way = FILED % ("小型", months, wet) + "  - 2026-03-02 10:00 前台 收件: 齐全\n"
    claims = "  - 2026-03-02 10:00 拒绝: 收件\n  - 待办: 前台 · 收件\n  - 无待办: 客服经理 · 审核\n"
    written = yaml.load(f"{way}then:\n{claims}", Loader=yaml.CBaseLoader)  # noqa: S506 - every scalar as text
    assert run_story(read_story(written, "Asia/Shanghai"), compiled) == []
