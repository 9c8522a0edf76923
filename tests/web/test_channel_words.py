"""How somebody reached us is always said in a word, whatever the rulebook calls it inside."""

from collections.abc import Iterator

from shouwen.cases.forms import choices_of
from shouwen.cases.queries.at_once import channel_of
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook
from shouwen.web.templatetags.ui import channel_word


def ways(book: Rulebook) -> Iterator[str]:
    """All that a case of this rulebook may keep as its way in."""
    for name, rule in book.procedures.items():
        if rule.opens:
            named = channel_of(book, name)
            yield from choices_of(named.rule, book) if named else rule.opens.via


def test_every_way_of_the_rulebooks_has_a_word_on_the_page_of_a_case() -> None:
    found = {way for _name, _edition, path in shipped() if (book := load(path).rulebook) for way in ways(book)}
    assert "hotline" in found
    assert {way for way in found if channel_word(way) == way} == set()
