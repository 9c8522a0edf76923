"""NORM: departments investigate one complaint together; each sees the case and does its own part by the button that it finds."""

import pytest
from tests.cases.house import AT, START, House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_intake_of_rulebooks import SHIPPED, filled, written

from shouwen.base.actions import create_user
from shouwen.cases.models import Case
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
POSTS = {
    "jie": ("reception", "service"), "head": ("service_head", "service"), "busy": ("business_head", "business"),
    "tech": ("technology_head", "technology"), "talent": ("hr_head", "people"),
}  # fmt: skip


@pytest.fixture
def company(house: House) -> dict[str, int]:
    """Four departments, each with one person who sees their own cases only."""
    rulebooks.install(path=SHIPPED["norm"], units=(str(house.branch),), by=None, at=AT)
    units = {
        name: people.found_unit(name=name, code=name, kind="department", parent=house.branch, by=None, at=AT).pk
        for name in ("service", "business", "technology", "people")
    }
    for name, (post, unit) in POSTS.items():
        user = create_user(username=name, password=None, email=f"{name}@example.com", at=AT)
        person = people.hire(name=name, email=user.email, user=user.pk, by=None, at=AT).pk
        people.place(person=person, post=post, unit=units[unit], starts_on=START, by=None, at=AT)
        people.grant_scope(post=post, reach="own", acts=("see", "open_case"), by=None, at=AT)
        house.people[name] = str(person)
    house.branch = units["service"]
    return units


def do(house: House, name: str, **more: object) -> None:
    """What `name` has to do in the case, with everything that the page asks for, by the first button."""
    client, case_id = signed_in(name), Case.objects.get().pk
    page = client.get(f"/cases/{case_id}/")
    assert page.status_code == 200, f"{name} does not see the case"
    (step,) = [each for each in page.context["page"].steps if each.is_mine]
    typed: dict[str, object] = {"task": step.task, "outcome": step.outcomes[0].key}
    for paper in step.papers:
        for field in paper.fields:
            if field.type not in ("photo", "file"):
                typed |= written(f"{paper.paper}.{field.name}", field, house)
    answer = client.post(f"/cases/{case_id}/step/", typed | more)
    assert answer.status_code == 302, text_of(answer)


def test_a_case_that_departments_look_into_together_comes_to_its_solution(
    house: House, company: dict[str, int]
) -> None:
    jie = signed_in("jie")
    assert jie.post("/cases/new/", filled(jie, house, "complaint")).status_code == 302
    do(house, "jie")
    both = [str(company["business"]), str(company["technology"])]
    lead = str(company["business"])
    do(house, "head", **{"investigation_order.departments": both, "investigation_order.lead": lead})
    do(house, "busy")
    do(house, "tech")
    do(house, "busy")
    assert "制定解决方案" in text_of(signed_in("busy").get(f"/cases/{Case.objects.get().pk}/"))


def test_a_department_that_is_not_asked_sees_nothing(house: House, company: dict[str, int]) -> None:
    jie = signed_in("jie")
    jie.post("/cases/new/", filled(jie, house, "complaint"))
    do(house, "jie")
    asked = str(company["business"])
    do(house, "head", **{"investigation_order.departments": [asked], "investigation_order.lead": asked})
    address = f"/cases/{Case.objects.get().pk}/"
    assert signed_in("busy").get(address).status_code == 200
    assert signed_in("talent").get(address).status_code == 404
    assert signed_in("tech").get(address).status_code == 404
