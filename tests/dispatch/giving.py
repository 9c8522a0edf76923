"""The small company under an edition of its own that says how a task finds its person."""

from datetime import datetime, timedelta

from tests.cases.house import AT, DESK, House, found_house

from shouwen.dispatch import actions
from shouwen.dispatch.models import Choice
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Task

MINUTE = timedelta(minutes=1)
OFFERED = (
    "- {assignment: repairs, title: 维修派单, posts: fixer, order: [last_agent, fewest_open, longest_idle], capacity: 2,"
    " accept: 5min, away: 15min, otherwise: leader, cites: [DESK-3]}\n"
)
GIVEN = OFFERED.replace(" accept: 5min,", "")


def giving_house(block: str = OFFERED) -> House:
    """As the small company, and from February on by the block."""
    house = found_house()
    text = (DESK / "desk.yaml").read_text(encoding="utf-8")
    text = text.replace('id: "1", in_force: 2026-01-01', 'id: "2", in_force: 2026-02-01')
    rulebooks.install_texts(files={"desk.yaml": text + block}, units=(), by=None, at=AT)
    return house


def waits_for_a_fixer(house: House, at: datetime = AT, **more: object) -> int:
    """A case at the step that fixers do."""
    case_id = house.open(at, **more)  # type: ignore[arg-type]  # as House.open takes them
    house.to_handling(case_id, at)
    return case_id


def come(house: House, *names: str, at: object = AT) -> None:
    for name in names:
        actions.set_presence(person=house[name], state="here", at=at)  # type: ignore[arg-type]  # an instant


def last(case_id: int) -> Choice:
    found = Choice.objects.filter(subject=case_id).order_by("-id").first()
    assert found is not None
    return found


def reasons(house: House, case_id: int) -> dict[str, str]:
    names = {person: name for name, person in house.people.items()}
    return {names[each["person"]]: each["why"] for each in last(case_id).looked}


def taken_by(case_id: int) -> str:
    return Task.objects.get(subject=case_id, key="handle#1").taken_by
