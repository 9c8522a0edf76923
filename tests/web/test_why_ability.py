"""Skill and certificate, where a rulebook asks for them: entered in the browser, honoured, and said person by person."""

import pytest
from django.urls import reverse
from tests.dispatch.giving import GIVEN, come, giving_house, taken_by, waits_for_a_fixer
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.dispatch import actions

pytestmark = pytest.mark.django_db
EXAM = "- {exam: safety, title: 安全考试, for: fixer, pass: 60, certificate: {title: 电工上岗证}, cites: [DESK-3]}\n"


def test_who_lacks_the_certificate_is_named_and_passed_over_and_so_is_the_lesser_skill() -> None:
    rule = GIVEN.replace("[last_agent, ", "[skill, ").replace("otherwise", "exam: safety, skill: grade, otherwise")
    house = giving_house(EXAM + rule)
    lee, at = signed_in("lee"), now()
    case_id = waits_for_a_fixer(house, at=at)
    why = reverse("case-why", args=[case_id])
    come(house, "frank", "fay", at=at)

    def enter(name: str, ability: str) -> None:
        given = {"ability": ability, "until": "2099-12-31"}
        assert lee.post(reverse("board-ability", args=[house[name]]), given).status_code == 302

    assert actions.give_out(at=at) == 0
    assert text_of(lee.get(why)).count("无证书或已过期") == 2
    enter("frank", "certificate:safety")
    enter("fay", "certificate:safety")
    enter("fay", "skill:general")
    come(house, "frank", "fay", at=now())
    assert actions.give_out(at=now()) == 1
    assert taken_by(case_id) == house["fay"]
    assert "技能不符" in text_of(lee.get(why))
