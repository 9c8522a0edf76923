"""The shape of an organisation as it is written: units, people, posts, scopes, sign-ins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

UnitWords = Annotated[tuple[str, ...], Field(min_length=2, max_length=3)]


class Written(BaseModel):
    """Nothing that is not foreseen may stand in the files."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenPerson(Written):
    """How to reach somebody; a name that two people share needs an entry with `name` and number for one of them."""

    name: str = ""
    phone: str = ""
    email: str = ""
    employee_no: str = ""


class WrittenSignIn(Written):
    """Somebody who signs in, as what, and whether as one of the three administrators."""

    username: str = Field(min_length=1)
    person: str = Field(min_length=1)
    role: str = ""
    office: Literal["", "system", "security", "audit"] = ""


class WrittenScope(Written):
    """What holders of these posts may do beyond their own tasks."""

    reach: Literal["own", "unit", "subtree", "all"]
    acts: Annotated[tuple[str, ...], Field(min_length=1)]
    posts: tuple[str, ...]


class WrittenOrganisation(Written):
    """Units, departments of every branch, heads, holders of posts, people, scopes, sign-ins."""

    units: Mapping[str, UnitWords] = {}
    departments: Mapping[str, str] = {}
    heads: Mapping[str, str] = {}
    holders: Mapping[str, tuple[str, ...]] = {}
    people: Mapping[str, WrittenPerson] = {}
    scopes: tuple[WrittenScope, ...] = ()
    sign_ins: tuple[WrittenSignIn, ...] = ()

    def person(self, label: str) -> WrittenPerson:
        """What is written about somebody, with their name."""
        found = self.people.get(label, WrittenPerson())
        return found.model_copy(update={"name": found.name or label})

    def labels(self) -> tuple[str, ...]:
        """Everybody in the file, each once."""
        held = (name for names in self.holders.values() for name in names)
        return tuple(dict.fromkeys([*held, *self.people, *(way.person for way in self.sign_ins)]))


@dataclass(frozen=True, slots=True)
class UnitToMake:
    """A unit with everything that is written about it; `key` is the entry it comes from."""

    code: str
    name: str
    kind: str
    above: str
    head: str
    key: str


def units_of(written: WrittenOrganisation) -> Iterator[UnitToMake]:
    """In the order of the file, the departments of a branch after it."""
    for code, (name, kind, *above) in written.units.items():
        yield UnitToMake(code, name, kind, above[0] if above else "", written.heads.get(code, ""), code)
        if kind == "branch":
            for part, title in written.departments.items():
                own, called = f"{code}-{part}", f"{name.removesuffix('分公司')}{title}"
                yield UnitToMake(own, called, "department", code, written.heads.get(own, ""), code)
