"""What is not of the shape of the interface is told in its own words, and who may not ask learns that first."""

import pytest
from tests.api.test_cases import Program, new_case
from tests.cases.house import House

from shouwen.base.clock import now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("given", [{"a": 1}, ["王女士"], [["王"]]])
def test_a_text_is_no_object(house: House, given: object) -> None:
    program = Program(house, "alice")
    answer = program.post("/cases", new_case(house) | {"fields": {"caller": given}})
    assert answer.status_code == 422
    assert "请填文字" in answer.content.decode()
    assert program.get("/cases").json()["count"] == 0


@pytest.mark.parametrize("after", ["abc", "-1", "9" * 40])
def test_a_place_in_the_list_that_is_none_is_told(house: House, after: str) -> None:
    house.open(now())
    answer = Program(house, "alice").get(f"/cases?after={after}")
    assert answer.status_code == 422
    assert "query.after" in answer.json()["errors"]


def test_a_method_that_there_is_not_is_told_in_json(house: House) -> None:
    program = Program(house, "alice")
    answer = program.client.delete("/api/v1/cases", headers={"Authorization": f"Bearer {program.key}"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"
    assert "GET, POST" in answer.json()["message"]


def test_a_key_that_may_not_write_learns_that_before_the_shape(house: House) -> None:
    reader = Program(house, "alice", ("cases:read",))
    for path in ("/cases", "/cases/1/acts", "/cases/1/steps", "/cases/1/messages"):
        answer = reader.post(path, {})
        assert answer.status_code == 403, path
        assert "cases:write" in answer.json()["message"]
    writer = Program(house, "alice", ("cases:write",))
    assert writer.get("/cases").status_code == 403
