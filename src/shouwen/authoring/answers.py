"""From clauses to sifted proposals: the question put to an endpoint, its answer read and checked."""

from collections.abc import Iterator, Mapping, Sequence

from shouwen.authoring.asking import CannotAsk, Endpoint, ask
from shouwen.rulebook.load import load_texts
from shouwen.rulebook.model import Clause, Rulebook
from shouwen.rulebook.read.proposals import CannotUnderstand, Sifted, proposals_in, sift
from shouwen.rulebook.read.question import portions, question


def answered(book: Rulebook, files: Mapping[str, str], clauses: Sequence[Clause], endpoint: Endpoint) -> Sifted:
    """One question; whatever goes wrong with it is told as CannotAsk."""
    try:
        proposals = proposals_in(ask(endpoint, question(book, clauses)))
    except CannotUnderstand as fault:
        raise CannotAsk(fault.zh, fault.en) from fault
    return sift(proposals, files, clauses)


def answered_for_all(files: Mapping[str, str], endpoint: Endpoint) -> Iterator[Sifted]:
    """Every clause of some files, as many to a question as fit; `CannotAsk` ends it, what came before stays good."""
    book = load_texts(files).rulebook
    if book is None:
        raise CannotAsk("草稿装不进来，没有可问的条款。", "The draft does not load, so there is nothing to ask about.")
    for clauses in portions(book.clauses):
        yield answered(book, files, clauses, endpoint)
