"""One key sent at the same moment by several requests, on a real database."""

from functools import partial
from typing import Any

import pytest
from tests.api.test_cases import Program, new_case
from tests.cases.house import House
from tests.runtime.together import together

from shouwen.cases.models import Case
from shouwen.runtime.models import Ledger


def send(program: Program, key: str, bodies: list[dict[str, Any]], number: int) -> Any:
    return program.post("/cases", bodies[number], key=key)


@pytest.mark.django_db(transaction=True)
def test_one_key_with_different_bodies_opens_one_case_and_refuses_the_others(real_house: House) -> None:
    program = Program(real_house, "alice")
    for round_ in range(3):
        bodies = [new_case(real_house) | {"title": f"第{round_}轮第{n % 4}种"} for n in range(8)]
        answers: list[Any] = together(8, partial(send, program, f"one-{round_}", bodies))
        passed = [n for n, answer in enumerate(answers) if answer.status_code == 201]
        others = [answer for n, answer in enumerate(answers) if n not in passed]
        # Of each body there are two: the one that came first and its twin get the same case.
        assert len({bodies[n]["title"] for n in passed}) == 1
        assert len(passed) == 2
        assert {answer.status_code for answer in others} == {409}
    assert Case.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_refused_act_stays_on_record_and_its_key_with_it(real_house: House) -> None:
    program = Program(real_house, "alice")
    case_id = real_house.open()
    acts = [{"act": "explode"}, {"act": "burst"}]
    answers: list[Any] = together(2, lambda n: program.post(f"/cases/{case_id}/acts", acts[n], key="same"))
    assert sorted(answer.status_code for answer in answers) == [409, 422]
    assert Ledger.objects.filter(subject=case_id, refused=True).count() == 1
