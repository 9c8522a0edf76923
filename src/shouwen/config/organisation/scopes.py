"""Looks at the scopes of a written organisation beside one rulebook, without a database."""

from pathlib import Path

from pydantic import TypeAdapter

from shouwen.config.organisation.written import WrittenOrganisation
from shouwen.rulebook.check.scopes import unknown_acts
from shouwen.rulebook.load.text import Reading, documents, nearest, plain
from shouwen.rulebook.load.typed import typed
from shouwen.rulebook.model import Problem, Rulebook


def scope_problems(path: Path, book: Rulebook) -> list[Problem]:
    """What cannot be read in the file, and each act of a scope that nobody can try."""
    reading = Reading()
    for node in documents(path, path.name, reading):
        given = plain(node, "", path.name, reading)
        written = typed(TypeAdapter(WrittenOrganisation), WrittenOrganisation, given, "", reading)
        for number, scope in enumerate(written.scopes if written is not None else ()):
            reading.problems += [
                Problem(
                    code="unknown_act",
                    where=f"scopes.{number}.acts",
                    message=f"没有“{act}”这个动作，写在权限里什么也不准{zh}",
                    message_en=f"There is no act '{act}' to permit{en}",
                    place=nearest(reading.places, f".scopes.{number}"),
                )
                for act, zh, en in unknown_acts(scope.acts, (book,))
            ]
    return list(reading.problems)
