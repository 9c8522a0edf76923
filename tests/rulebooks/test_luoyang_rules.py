"""The LUOYANG rulebook is whole, speaks Chinese, walks every outcome of the desk's procedures, and its open figures can be given."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from chinese_calendar import constants

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import CloseCase, LeaveStep, MarkClock
from shouwen.engine.events import StepFinished
from shouwen.engine.plan import Compiled
from shouwen.engine.story import Story, read_story
from shouwen.engine.story_run import run_story, tell
from shouwen.engine.story_world import Told, World
from shouwen.rulebook.check import check
from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.load.parameters import with_parameters
from shouwen.rulebook.model import Due, Exit, PaperRule, Rule, Rulebook, StepRule
from shouwen.rulebook.walk import walk_rulebook

LUOYANG = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/luoyang"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OFF = tuple(constants.holidays)
WORK = tuple(day for day in constants.workdays if day.weekday() >= 5)
ALTERNATIVES: Mapping[str, str] = {
    "extension_total.needs.extension_terms.total_months.at_most": "3",
    "refund_completed.needs.refund_request.completed_on.past": "3mo",
}
"""Readings that the source leaves open: three months in all, and counted from completion."""


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(LUOYANG / "2024")


@pytest.fixture(scope="module")
def luoyang(loaded: Loaded) -> Rulebook:
    assert loaded.rulebook is not None
    return loaded.rulebook


def _stories(zone: str, pattern: str = "*.yaml") -> list[Story]:
    texts = [file.read_text(encoding="utf-8") for file in sorted((LUOYANG / "stories").glob(pattern))]
    return [read_story(found, zone) for text in texts for found in yaml.load_all(text, Loader=yaml.BaseLoader)]


def _told(stories: list[Story], compiled: Compiled) -> list[tuple[World, Told]]:
    days = calendars_of(compiled.rulebook.header, off=set(constants.holidays), work=set(constants.workdays))
    return [(world, each) for story in stories for world in [tell(story, compiled, days)[0]] for each in world.told]


@pytest.fixture(scope="module")
def compiled(luoyang: Rulebook) -> Compiled:
    return compile_rulebook(luoyang)


@pytest.fixture(scope="module")
def told(compiled: Compiled) -> list[tuple[World, Told]]:
    return _told(_stories(compiled.rulebook.header.zone), compiled)


def test_loads_and_the_checker_finds_nothing_but_figures_to_confirm(loaded: Loaded, luoyang: Rulebook) -> None:
    found = (*loaded.problems, *check(luoyang, loaded.places))
    assert [f"{p.place}: {p.message}" for p in found if p.level != "note"] == []


def test_every_clause_is_carried(luoyang: Rulebook) -> None:
    cited = {clause for _, part in walk_rulebook(luoyang) for clause in getattr(part, "cites", ())}
    clauses = {clause.id for clause in luoyang.clauses if clause.text}
    assert cited == clauses
    assert len(clauses) == 151


def _titled(luoyang: Rulebook) -> Iterator[tuple[str, str]]:
    for path, part in walk_rulebook(luoyang):
        if isinstance(part, (StepRule, Exit, Due, Rule)):
            yield path, part.title or ""
        if isinstance(part, PaperRule):
            yield from ((f"{path}.{name}", field.title or "") for name, field in part.fields.items())


def test_everything_people_see_has_a_chinese_title(luoyang: Rulebook) -> None:
    assert [path for path, title in _titled(luoyang) if not CHINESE.search(title)] == []


def test_stories_have_names_of_their_own(compiled: Compiled) -> None:
    titles = [story.title for story in _stories(compiled.rulebook.header.zone)]
    assert len(titles) == len(set(titles))
    assert len(titles) >= 100


def _walked(told: list[tuple[World, Told]]) -> Iterator[tuple[str, str, str]]:
    for world, each in told:
        procedure = world.cases[each.case].case_type
        if isinstance(each.event, StepFinished) and not each.decision.refusals:
            yield procedure, each.event.step, each.event.outcome
        for effect in each.decision.effects:
            if isinstance(effect, LeaveStep):
                yield procedure, effect.task.partition("#")[0], effect.outcome


def test_every_outcome_is_walked_and_every_procedure_comes_to_its_end(
    compiled: Compiled, told: list[tuple[World, Told]]
) -> None:
    written = {
        (name, path, outcome)
        for name, flow in compiled.flows.items()
        for path, step in flow.steps.items()
        for outcome in step.exits
    }
    assert written - set(_walked(told)) == set()
    closed = {w.cases[t.case].case_type for w, t in told for e in t.decision.effects if isinstance(e, CloseCase)}
    assert closed == set(compiled.flows)


def test_every_limit_runs_out_once(compiled: Compiled, told: list[tuple[World, Told]]) -> None:
    missed = {
        effect.clock.partition("#")[0]
        for _, each in told
        for effect in each.decision.effects
        if isinstance(effect, MarkClock) and effect.mark == "missed"
    }
    assert {limit for flow in compiled.flows.values() for limit in flow.dues} - missed == set()


EXTENSION = """
story: 首次三个月之外再延一个月
when:
  - 2026-05-25 09:00 前台接待员 立案: 装修延期
  - 2026-05-25 09:20 前台接待员 收验许可证复印件和出入卡，核算延期: 两份复印件和出入卡齐备
    填: {延期时间核算.本次延期月数: 1, 延期时间核算.连同首次备案的总月数: 4, 装修许可证复印件.份数: 2, 交验的人员临时出入卡.张数: 1}
  - 2026-05-25 09:30 前台接待员 审定延期时间: 同意延期
    填: {延期审定记录.同意延期: true}
then:
  - THEN
"""
REFUND = """
story: 入住已满三个月，完工还不到三个月
when:
  - 2026-05-06 09:00 前台接待员 立案: 装修保证金退还
    填: {装修核查与退款申请.完工日期: 2026-04-20}
  - 2026-05-06 10:00 装修管理负责人 装修核查: 合格
  - 2026-05-06 11:00 前台接待员 核对装修资料: 资料齐全
    填: {装修资料齐全核对.资料齐全: true}
  - 2026-05-06 14:00 前台接待员 请楼下业主签字认可: 楼下业主认可
    填: {楼下业主认可书.确认没有渗漏等影响: true}
  - 2026-05-06 14:05 签字: 楼下业主认可书
    方: downstairs
  - 2026-05-06 15:00 前台接待员 收原件、收据和出入卡: 交齐，约好退款时间
    填: {退款凭证与出入卡收取登记.登记证原件已交来: true, 退款凭证与出入卡收取登记.保证金收据已交来: true,
      退款凭证与出入卡收取登记.未退还张数: 0, 退款凭证与出入卡收取登记.入住日期: 2026-01-25,
      退款凭证与出入卡收取登记.约定退款时间: 2026-05-07 09:30}
  - 2026-05-07 09:40 前台接待员 前台退还保证金: 已退款
then:
  - THEN
"""


@pytest.mark.parametrize(
    ("text", "key", "before", "after"),
    [
        (EXTENSION, "extension_total", "待办 前台接待员 · 备案表批注盖章", "2026-05-25 09:30 拒绝 装修总长的上限"),
        (REFUND, "refund_completed", "结案", "2026-05-07 09:40 拒绝 完工满三个月；可做 2026-07-21 00:00"),
    ],
)
def test_the_other_reading_of_the_source_is_one_figure_away(
    luoyang: Rulebook, text: str, key: str, before: str, after: str
) -> None:
    chosen = {name: value for name, value in ALTERNATIVES.items() if name.startswith(key)}
    settled, problems = with_parameters(luoyang, chosen)
    assert problems == ()
    for rulebook, then in ((luoyang, before), (settled, after)):
        written = yaml.load(text.replace("THEN", then), Loader=yaml.BaseLoader)  # noqa: S506 - reads every scalar as text
        story = read_story(written, rulebook.header.zone)
        assert run_story(story, compile_rulebook(rulebook), off=OFF, work=WORK) == []
