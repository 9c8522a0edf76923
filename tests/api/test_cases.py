"""What programs can do with a key, and what they are told when they cannot."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cases.house import House

from shouwen.api.router import api
from shouwen.base.actions import create_user
from shouwen.base.clock import now
from shouwen.people.actions import close_sign_in, make_key, open_sign_in, revoke_key
from shouwen.people.models import InterfaceKey, Person

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parents[2] / "src/shouwen/api/openapi.json"
BOTH = ("cases:read", "cases:write")


class Program:
    """Speaks for one of the cast."""

    def __init__(self, house: House, name: str, scopes: tuple[str, ...] = BOTH) -> None:
        self.key = make_key(person=int(house[name]), name="test", scopes=scopes, at=now())
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def new_case(house: House) -> dict[str, Any]:
    return {"case_type": "complaint", "unit": str(house.branch), "title": "墙砖空鼓", "fields": {"caller": "王女士"}}


def test_without_a_key_nothing_opens(house: House) -> None:
    assert Client().get("/api/v1/cases").status_code == 401
    assert Client().get("/api/v1/cases", headers={"Authorization": "Bearer sw_guess"}).status_code == 401


def test_a_case_is_opened_read_and_acted_on(house: House) -> None:
    program = Program(house, "alice")
    opened = program.post("/cases", new_case(house), key="one")
    assert opened.status_code == 201, opened.content
    again = program.post("/cases", new_case(house), key="one")
    assert (again.json()["id"], again.json()["repeated"]) == (opened.json()["id"], True)
    page = program.get(f"/cases/{opened.json()['id']}").json()
    assert page["case"]["title"] == "墙砖空鼓"
    assert page["clocks"]
    step = {"task": "record#1", "outcome": "recorded", "fields": {"record": {"what": "空鼓三处", "kind": "noise"}}}
    done = program.post(f"/cases/{opened.json()['id']}/steps", step)
    assert done.status_code == 200, done.content
    after = program.get(f"/cases/{opened.json()['id']}").json()
    assert "record#1" not in {each["task"] for each in after["steps"]}
    assert program.get("/cases?text=空鼓").json()["count"] == 1


def test_what_lacks_is_named_field_by_field(house: House) -> None:
    program = Program(house, "alice")
    case_id = house.open(now())
    answer = program.post(
        f"/cases/{case_id}/steps", {"task": "record#1", "outcome": "recorded", "fields": {"record": {}}}
    )
    assert answer.status_code == 422
    assert "record.what" in answer.json()["errors"]
    assert "必填" in answer.content.decode()


def test_a_program_that_read_an_old_state_is_told_what_changed(house: House) -> None:
    program = Program(house, "alice")
    case_id = house.open(now())
    seen = program.get(f"/cases/{case_id}").json()["seq"]
    house.record(case_id, now())
    answer = program.post(f"/cases/{case_id}/acts", {"act": "urge", "reason": "催", "seq": seen})
    assert answer.status_code == 409
    assert answer.json()["changed"] == ["StepFinished"]


def test_a_key_does_no_more_than_its_scope_and_its_person(house: House) -> None:
    case_id = house.open(now())
    reader = Program(house, "alice", ("cases:read",))
    assert reader.post(f"/cases/{case_id}/acts", {"act": "urge"}).status_code == 403
    outsider = Program(house, "olga")
    assert outsider.get(f"/cases/{case_id}").status_code == 404
    assert outsider.get("/cases").json()["rows"] == []
    refused = outsider.post("/cases", new_case(house))
    assert refused.status_code == 422
    assert refused.json()["lacks"]


def test_a_revoked_key_opens_nothing_from_the_next_call(house: House) -> None:
    program = Program(house, "alice")
    assert program.get("/cases").status_code == 200
    revoke_key(key_id=InterfaceKey.objects.get().pk, at=now())
    assert program.get("/cases").status_code == 401


def test_the_unit_is_named_by_its_code(house: House) -> None:
    program = Program(house, "alice")
    opened = program.post("/cases", new_case(house) | {"unit": "branch"})
    assert opened.status_code == 201, opened.content
    assert program.get(f"/cases/{opened.json()['id']}").json()["case"]["unit"] == str(house.branch)


def test_a_program_learns_what_it_may_open_and_which_fields_are_asked(house: House) -> None:
    program = Program(house, "alice")
    found = {each["case_type"]: each for each in program.get("/case-types?unit=branch").json()}
    fields = {each["name"]: each for each in found["complaint"]["fields"]}
    assert fields["caller"]["required"]
    assert program.get("/case-types?unit=nowhere").status_code == 404
    assert program.post("/cases", new_case(house) | {"unit": "nowhere"}).status_code == 404
    assert Program(house, "alice", ("cases:read",)).get("/case-types?unit=branch").status_code == 403


def test_number_and_name_make_the_customer_as_on_the_page(house: House) -> None:
    program = Program(house, "alice")
    told = {"fields": {"caller": "王女士", "customer_name": "王女士", "phone": "13900001234"}}
    cases = [program.post("/cases", new_case(house) | told).json()["id"] for _ in range(2)]
    customers = {program.get(f"/cases/{each}").json()["case"]["customer_id"] for each in cases}
    assert len(customers) == 1
    assert None not in customers


def test_a_key_is_not_taken_for_something_else(house: House) -> None:
    program = Program(house, "alice")
    first = program.post("/cases", new_case(house), key="two")
    assert program.post("/cases", new_case(house), key="two").json()["repeated"]
    other = program.post("/cases", new_case(house) | {"title": "漏水"}, key="two")
    assert (first.status_code, other.status_code) == (201, 409)
    assert "was used for something else" in other.json()["message"]


def test_a_name_that_is_not_known_is_told(house: House) -> None:
    answer = Program(house, "alice").post("/cases", new_case(house) | {"titel": "漏水"})
    assert answer.status_code == 422
    assert "titel" in str(answer.json()["errors"])


def test_a_verb_that_nobody_knows_is_refused_in_words(house: House) -> None:
    program = Program(house, "alice")
    opened = program.post("/cases", new_case(house)).json()
    answer = program.post(f"/cases/{opened['id']}/acts", {"act": "explode"})
    assert answer.status_code == 422
    assert answer.json()["message"] == "没有“explode”这个动作"


def test_a_customer_that_is_not_there_is_told(house: House) -> None:
    answer = Program(house, "alice").post("/cases", new_case(house) | {"customer": 424242})
    assert answer.status_code == 404
    assert "does not exist" in answer.json()["message"]


def test_two_programs_that_choose_the_same_key_mean_two_cases(house: House) -> None:
    answers = [Program(house, "alice").post("/cases", new_case(house), key="one").json() for _ in range(2)]
    assert answers[0]["id"] != answers[1]["id"]
    assert not answers[1]["repeated"]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "said"),
    [
        ("{", "application/json", 400, "cannot be read as JSON"),
        (b'{"title": "\xff"}', "application/json", 400, "cannot be read as JSON"),
        ("case_type=complaint", "application/x-www-form-urlencoded", 415, "Content-Type: application/json"),
        ("[1]", "application/json", 422, "shape"),
        ('{"case_type": "complaint", "unit": "branch", "title": "a\\u0000b"}', "application/json", 422, "NUL"),
        (f'"{"a" * 11_000_000}"', "application/json", 413, "10 MB"),
    ],
)
def test_a_body_that_is_none_is_told_in_json(
    house: House, body: str | bytes, content_type: str, status: int, said: str
) -> None:
    program = Program(house, "alice")
    answer = program.client.post(
        "/api/v1/cases", body, content_type=content_type, headers={"Authorization": f"Bearer {program.key}"}
    )
    assert answer.status_code == status
    assert said in answer.json()["message"]


def test_every_refusal_has_the_same_shape(house: House) -> None:
    program, reader = Program(house, "alice"), Program(house, "alice", ("cases:read",))
    stranger = Client().get("/api/v1/cases")
    for status, answer in (
        (401, stranger),
        (403, reader.post("/cases", new_case(house))),
        (404, program.get("/case")),
        (404, program.get("/cases/999999")),
        (422, program.get("/cases?limit=0")),
        (422, program.get("/cases?text=%00")),
    ):
        assert answer.status_code == status
        assert answer.json()["message"]


def test_the_specification_in_the_repository_is_the_one_in_force() -> None:
    current = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    assert json.loads(SNAPSHOT.read_text()) == current, "run: ./run manage write_openapi"


def test_a_customer_whom_the_person_may_not_see_is_not_there(house: House) -> None:
    program = Program(house, "alice")
    for unknown in (987654321, 10**25):
        assert program.post("/cases", {**new_case(house), "customer": unknown}).status_code == 404
    assert program.get("/cases").json()["count"] == 0


@pytest.mark.parametrize("person", ["99999999999999999999", "abc<script>", "999999", "-1"])
def test_nothing_is_given_to_nobody(house: House, person: str) -> None:
    program = Program(house, "frank")
    case_id = house.open(now())
    house.to_handling(case_id, now())
    sent = {"act": "transfer", "task": "handle#1", "reason": "x", "facts": {"person": person}}
    answer = program.post(f"/cases/{case_id}/acts", sent)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["person"]
    assert program.get(f"/cases/{case_id}").json()["steps"][0]["assignees"] != [""]


def test_a_reason_has_the_limit_of_notes(house: House) -> None:
    program = Program(house, "dora")
    case_id = house.open(now())
    acts, steps = f"/cases/{case_id}/acts", f"/cases/{case_id}/steps"
    long = "长" * 20_001
    for path, body in (
        (acts, {"act": "urge", "reason": long}),
        (steps, {"task": "record#1", "outcome": "recorded", "reason": long}),
    ):
        answer = program.post(path, body)
        assert answer.status_code == 422
        assert "20000" in answer.json()["errors"]["reason"]


def test_a_key_is_silent_while_its_person_may_not_sign_in(house: House) -> None:
    alice = Person.objects.get(pk=house["alice"])
    alice.user = alice.user or create_user(username="alice", password=None, at=now())
    alice.save()
    program, case_id = Program(house, "alice"), house.open(now())
    assert program.get("/cases").status_code == 200
    close_sign_in(person=alice.pk, reason="账号被盗", by=None, at=now())
    assert program.get("/cases").status_code == 401
    answer = program.post(f"/cases/{case_id}/messages", {"kind": "note", "text": "账号停用后写的"})
    assert answer.status_code == 401
    assert "账号停用后写的" not in [entry.text for entry in house.page(case_id, "alice", now()).timeline]
    open_sign_in(person=alice.pk, reason="查清了", by=None, at=now())
    assert program.get("/cases").status_code == 200
