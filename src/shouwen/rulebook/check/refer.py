"""Analysis A, names in blocks: every field marked as a reference must lead to a part of its sort."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.model import BLOCKS, DutyRule, Need, Of, Ref
from shouwen.rulebook.model.base import Frozen
from shouwen.rulebook.naming.called import code
from shouwen.rulebook.vocabulary import CHANNEL_TITLES
from shouwen.rulebook.words.labels import KINDS

_OTHERS = {
    "unit_kind": ("单位种类", "unit kind"),
    "party": ("外部方", "party"),
    "calendar": ("日历", "calendar"),
    "record": ("记录种类", "kind of record"),
    "channel": ("渠道", "channel"),
}


def references(part: object) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    """The marked fields of a part with the names that stand in them."""
    if isinstance(part, Frozen):
        for name, info in type(part).model_fields.items():
            for mark in info.metadata:
                if isinstance(mark, Ref):
                    yield mark, tuple(_names(getattr(part, name), mark))


def _names(value: object, mark: Ref) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        # Weights stand beside the names they weigh; owners are named by their post.
        yield from (str(each) for each in (value.values() if mark.sorts == ("post",) else value))
    elif isinstance(value, tuple):
        yield from (str(each) for each in value)


class Refer:
    """What every sort of name can lead to, collected once."""

    def __init__(self, sight: Sight, records: Iterable[str]) -> None:
        self.sight = sight
        self.records = frozenset(records)

    @cached_property
    def known(self) -> Mapping[str, frozenset[str]]:
        book = self.sight.rulebook
        header = book.header
        found: dict[str, Iterable[str]] = {
            "post": book.posts,
            "fact": book.facts,
            "paper": book.papers,
            "procedure": book.procedures,
            "table": book.tables,
            "gate": book.gates,
            "duty": book.duties,
            "unit_kind": header.unit_kinds,
            "party": header.parties,
            "calendar": header.calendars,
            "record": self.records,
            "channel": CHANNEL_TITLES,
        }
        blocks = {kind: {block.name for block in book.blocks if block.kind == kind} for kind in BLOCKS}
        return {sort: frozenset(names) for sort, names in {**found, **blocks}.items()}

    def all(self) -> None:
        """Tell every marked name that leads nowhere, and every kind of record that nobody keeps."""
        for where, part in self.sight.parts:
            for mark, names in references(part):
                for name in names:
                    self.need(where, mark.sorts, name)
            if isinstance(part, (Of, Need)):
                self.record(f"{where}.of", part.of)
            elif isinstance(part, DutyRule) and part.per is not None:
                self.record(f"{where}.per", part.per)

    def need(self, where: str, sorts: tuple[str, ...], name: str) -> None:
        if sorts == ("record",):
            self.record(where, name)
            return
        known = frozenset().union(*(self.known[sort] for sort in sorts))
        if name in known or self._untyped(name, sorts):
            return
        zh, en = near(name, known, lambda one: self.sight.called.name(one, *sorts))
        titles = [KINDS.get(sort) or _OTHERS[sort] for sort in sorts]
        self.sight.tell(
            "unknown_reference",
            where,
            f"没有叫{code(name)}的{'或'.join(title[0] for title in titles)}{zh}",
            f"There is no {' or '.join(title[1] for title in titles)} '{name}'{en}",
        )

    def record(self, where: str, name: str) -> None:
        if name in self.records or self.sight.hidden or self._untyped(name, ("attributes",)):
            return
        zh, en = near(name, self.records, self.sight.called.record)
        self.sight.tell(
            "unknown_record",
            where,
            f"没有叫{code(name)}的记录可以数，或可以逐个应办{zh}新的对象种类用“行业属性”声明。",
            f"No record '{name}' can be counted or owed for{en} Declare a new kind of object with `attributes`.",
        )

    def _untyped(self, name: str, sorts: tuple[str, ...]) -> bool:
        places = (f"{sort}.{name}" for sort in sorts)
        return self.sight.untyped(name) or any(
            place in self.sight.places and not self.sight.in_block(place) for place in places
        )
