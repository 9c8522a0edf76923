"""The one place where YAML is composed: how deep and how large a file may be is looked at before it is built."""

from collections.abc import Iterator
from typing import Any

import yaml

# BaseLoader resolves no type: `5.10`, `18:00` and `on` stay what was written.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# The composer calls itself for each level, and a part behind an alias is read once for each place that names it.
DEEPEST = 60
MOST_NODES = 200_000


class TooMuch(yaml.MarkedYAMLError):
    """YAML that is well written and yet too deep or too large to be read; said in both languages of the pages."""

    def __init__(self, zh: str, en: str, event: yaml.Event) -> None:
        super().__init__(problem=en)
        self.zh = zh
        self.en = en
        self.line = event.start_mark.line + 1 if event.start_mark else 1


class _Weighed:
    """How many nodes a text has and how deep they lie, aliases followed, event by event."""

    def __init__(self) -> None:
        self.open: list[tuple[str | None, int, int]] = []
        """Anchor, nodes and height of every part that has begun and not ended."""
        self.anchors: dict[str, tuple[int, int] | None] = {}
        """Nodes and height behind an anchor; None while its part is not ended."""
        self.nodes = 0

    def event(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append((event.anchor, 1, 1))
            if event.anchor:
                self.anchors[event.anchor] = None
            self._bounded(0, 0, event)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, nodes, height = self.open.pop()
            self._done(anchor, nodes, height, event)
        elif isinstance(event, yaml.ScalarEvent):
            self._done(event.anchor, 1, 1, event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.anchors.clear()

    def _alias(self, event: yaml.AliasEvent) -> None:
        # The composer itself tells an alias of which there is no anchor.
        behind = self.anchors.get(event.anchor or "", (1, 1))
        if behind is None:
            raise TooMuch(
                f"“*{event.anchor}”指向它自己所在的部分，永远读不完；请改为直接写出。",
                f"'*{event.anchor}' points to the part it stands in and never ends; write out what is meant.",
                event,
            )
        self._done(None, *behind, event)

    def _done(self, anchor: str | None, nodes: int, height: int, event: yaml.Event) -> None:
        if anchor:
            self.anchors[anchor] = nodes, height
        self._bounded(nodes, height, event)
        if self.open:
            around, before, deep = self.open[-1]
            self.open[-1] = around, before + nodes, max(deep, height + 1)
        else:
            self.nodes += nodes

    def _bounded(self, nodes: int, height: int, event: yaml.Event) -> None:
        if len(self.open) + height > DEEPEST:
            raise TooMuch(
                f"层次过深，最多 {DEEPEST} 层；请检查括号和缩进。",
                f"This is nested too deep, at most {DEEPEST} levels; check brackets and indentation.",
                event,
            )
        if nodes + (self.open[-1][1] if self.open else self.nodes) > MOST_NODES:
            raise TooMuch(
                f"内容过多：展开引用（*）后超过 {MOST_NODES} 项；请减少引用或拆分文件。",
                f"Too much: with aliases (*) written out more than {MOST_NODES} entries; use fewer aliases or split the file.",
                event,
            )


def weigh(text: str) -> int:
    """How many nodes a text has; TooMuch, with its line, if it cannot be read within bounds."""
    weighed = _Weighed()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            weighed.event(event)
    except TooMuch:
        raise
    except yaml.YAMLError:
        pass  # what is badly written is the composer's to tell; it ends at the same place
    return weighed.nodes


def nodes_of(text: str) -> Iterator[yaml.Node]:
    """The documents of a text as they are written; a YAMLError where they end, if they are not well written."""
    weigh(text)
    yield from yaml.compose_all(text, Loader=_Loader)
