"""Clauses found by a piece of their number, title or text, in the editions in force."""

from dataclasses import dataclass

from shouwen.runtime import rulebooks

MOST = 20


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One clause with the edition it stands in."""

    key: str
    id: str
    title: str
    text: str


def clauses_like(asked: str) -> list[FoundClause]:
    """At most twenty; number and title before text."""
    wanted = asked.casefold()
    near, far = [], []
    for key in rulebooks.installed():
        for clause in rulebooks.rulebook(key).clauses:
            found = FoundClause(key, clause.id, clause.title, clause.text)
            if wanted in clause.id.casefold() or wanted in clause.title.casefold():
                near.append(found)
            elif wanted in clause.text.casefold():
                far.append(found)
    return (near + far)[:MOST]
