"""Parts of a written rulebook changed, added and removed as trees: only the characters that have to change do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from shouwen.rulebook.writing import CannotWrite, documents_of, end_of, read_back, scalar, spot_of, spots

Edit = tuple[int, int, str]
"""From which character to which, and what stands there afterwards."""
WIDEST = 140


def tree_of(text: str, path: str) -> Any:
    """A part as dicts, lists and texts, as its author wrote it."""
    return plain(spot_of(text, path).node)


def plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value


def rewritten(text: str, path: str, tree: Any) -> str:
    """The same file with another tree at a path; what is equal in both trees keeps its letters."""
    spot = spot_of(text, path)
    edits: list[Edit] = []
    change(text, spot.node, tree, edits)
    changed = applied(text, edits)
    try:
        known = read_back(changed)
        only_there(text, known, path)
        node = known.get(_new_path(path, tree))
        if node is not None and plain(node) == tree:
            return changed
    except CannotWrite as unreadable:
        raise shared(path) from unreadable
    raise shared(path)


def rewritten_all(text: str, trees: Mapping[str, Any]) -> str:
    """The same for several rules of a file at once."""
    edits: list[Edit] = []
    for path, tree in trees.items():
        change(text, spot_of(text, path).node, tree, edits)
    changed = applied(text, dict.fromkeys(edits))
    for path, tree in trees.items():
        if tree_of(changed, path) != tree:
            raise shared(path)
    return changed


def without(text: str, path: str) -> str:
    """The same file without a rule or clause."""
    node = spot_of(text, path).node
    for sequence in _sequences(text):
        if any(item is node for item in sequence.value):
            edits: list[Edit] = []
            change(text, sequence, [plain(item) for item in sequence.value if item is not node], edits)
            return applied(text, edits)
    raise shared(path)


def with_rule(text: str, tree: Any, *, section: str = "rules", after: str = "") -> str:
    """The same file with one more rule or clause: after another one, or at the end of the last list of its sort."""
    found = [each for each in _sequences(text) if each.value and _sort(text, each) == section]
    node = spot_of(text, after).node if after else None
    for sequence in found if node is not None else ():
        if node is not None and any(item is node for item in sequence.value):
            return _put_after(text, sequence, node, tree)
    if found:
        return _put_after(text, found[-1], found[-1].value[-1], tree)
    lines = dumped([tree])
    if section == "rules":
        last = next(reversed(documents_of(text)), None)
        # Nothing can be put behind `[]`, which is what a list is whose last rule was taken out.
        open_list = last is None or (isinstance(last, yaml.SequenceNode) and bool(last.value))
        break_ = "" if open_list else "---\n"
        return f"{_closed(text)}{break_}{lines}\n"
    head = "---\n" if documents_of(text) else ""
    return f"{_closed(text)}{head}clauses:\n{lines}\n"


def dumped(tree: Any, indent: int = 0) -> str:
    """A tree on lines of its own: short parts in braces, long ones in blocks."""
    pad = " " * indent
    if isinstance(tree, dict) and tree:
        return "\n".join(f"{pad}{scalar(str(key))}:{_beside(value, indent + 2)}" for key, value in tree.items())
    if isinstance(tree, list) and tree:
        return "\n".join(f"{pad}- {_item(value, indent + 2)}" for value in tree)
    return pad + flow(tree)


def flow(tree: Any) -> str:
    """A tree on one line."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(flow(value) or "''" for value in tree) + "]"
    return scalar(str(tree)) if tree not in ("", None) else ""


def _beside(value: Any, indent: int) -> str:
    """After a key: on its line if it is short, else below."""
    line = flow(value)
    if not isinstance(value, (dict, list)) or not value or len(line) + indent <= WIDEST:
        return f" {line}".rstrip()
    return "\n" + dumped(value, indent)


def _item(value: Any, indent: int) -> str:
    line = flow(value)
    if not isinstance(value, dict) or not value or len(line) + indent <= WIDEST:
        return line or "''"
    return dumped(value, indent).lstrip()


def change(text: str, node: yaml.Node, tree: Any, edits: list[Edit]) -> None:
    if plain(node) == tree:
        return
    if isinstance(node, yaml.MappingNode) and isinstance(tree, dict) and tree and _same_order(node, tree):
        _mapping(text, node, tree, edits)
    elif isinstance(node, yaml.SequenceNode) and isinstance(tree, list) and tree and node.value:
        _sequence(text, node, tree, edits)
    else:
        edits.append((node.start_mark.index, end_of(text, node), _anew(text, node, tree)))


def _anew(text: str, node: yaml.Node, tree: Any) -> str:
    gap = " " if text[: node.start_mark.index].endswith(":") else ""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and isinstance(tree, (dict, list)) and tree:
        return dumped(tree, node.start_mark.column).lstrip()
    return gap + (flow(tree) or "''")


def _same_order(node: yaml.MappingNode, tree: dict[str, Any]) -> bool:
    """Whether the keys that stay stand as they stood, each once."""
    keys = [key.value for key, _value in node.value]
    kept = [key for key in keys if key in tree]
    return bool(kept) and len(set(keys)) == len(keys) and kept == [key for key in tree if key in keys]


def _mapping(text: str, node: yaml.MappingNode, tree: dict[str, Any], edits: list[Edit]) -> None:
    pairs = {key.value: (key, value) for key, value in node.value}
    for key, (_key_node, value) in pairs.items():
        if key in tree:
            change(text, value, tree[key], edits)
    parts = [(key in tree, pair[0].start_mark.index, end_of(text, pair[1])) for key, pair in pairs.items()]
    edits += _removals(text, parts, inline=bool(node.flow_style))
    column, last = node.start_mark.column, ""
    for key, value in tree.items():
        if key in pairs:
            last = key
            continue
        words = f"{scalar(key)}: {flow(value)}" if node.flow_style else dumped({key: value}, column)
        if last:
            at = end_of(text, pairs[last][1])
            edits.append((at, at, f", {words}" if node.flow_style else f"\n{words}"))
        else:
            at = next(pair[0].start_mark.index for name, pair in pairs.items() if name in tree)
            edits.append((at, at, f"{words}, " if node.flow_style else f"{words.lstrip()}\n{' ' * column}"))


def _sequence(text: str, node: yaml.SequenceNode, tree: list[Any], edits: list[Edit]) -> None:
    """Items that are equal keep their letters; of the others as many as possible are changed in place."""
    old = [plain(item) for item in node.value]
    head = _alike(old, tree)
    tail = min(_alike(old[::-1], tree[::-1]), min(len(old), len(tree)) - head)
    left, fresh = node.value[head : len(old) - tail], tree[head : len(tree) - tail]
    for item, value in zip(left, fresh, strict=False):
        change(text, item, value, edits)
    kept = set(map(id, node.value)) - set(map(id, left[len(fresh) :]))
    parts = [(id(item) in kept, item.start_mark.index, end_of(text, item)) for item in node.value]
    edits += _removals(text, parts, inline=bool(node.flow_style))
    more = fresh[len(left) :]
    if more:
        at = head + len(left)
        edits.append(_insertion(text, node, at, more))


def _alike(old: Sequence[Any], new: Sequence[Any]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _insertion(text: str, node: yaml.SequenceNode, at: int, values: Sequence[Any]) -> Edit:
    column = node.start_mark.column
    if node.flow_style:
        words = ", ".join(flow(value) or "''" for value in values)
        if at:
            place = end_of(text, node.value[at - 1])
            return place, place, f", {words}"
        return node.value[0].start_mark.index, node.value[0].start_mark.index, f"{words}, "
    if at:
        place = end_of(text, node.value[at - 1])
        return place, place, "\n" + dumped(list(values), column)
    place = node.start_mark.index
    return place, place, dumped(list(values), column).lstrip() + "\n" + " " * column


def _removals(text: str, parts: Sequence[tuple[bool, int, int]], *, inline: bool) -> Iterable[Edit]:
    """A part goes with what stands between it and the part before; the first one with what stands behind it."""
    for n, (stays, start, end) in enumerate(parts):
        if stays:
            continue
        before = next((parts[m] for m in range(n - 1, -1, -1) if parts[m][0]), None)
        if before is not None:
            edge = parts[n - 1][2]
            line_end = text.find("\n", edge)
            yield (edge if inline or line_end < 0 else min(line_end, start), end, "")
        else:
            behind = parts[n + 1][1] if n + 1 < len(parts) else end
            yield start, behind, ""


def _put_after(text: str, sequence: yaml.SequenceNode, node: yaml.Node, tree: Any) -> str:
    at = next(n for n, item in enumerate(sequence.value) if item is node) + 1
    return applied(text, [_insertion(text, sequence, at, [tree])])


def applied(text: str, edits: Iterable[Edit]) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    for start, end, words in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        text = text[:start] + words.replace("\n", newline) + text[end:]
    return text


def _sequences(text: str) -> list[yaml.SequenceNode]:
    """The lists of rules and clauses of a file."""
    found: list[yaml.SequenceNode] = []
    for document in documents_of(text):
        if isinstance(document, yaml.SequenceNode):
            found.append(document)
        elif isinstance(document, yaml.MappingNode):
            inner = (value for key, value in document.value if key.value in ("clauses", "rules"))
            found += [value for value in inner if isinstance(value, yaml.SequenceNode)]
    return found


def _sort(text: str, sequence: yaml.SequenceNode) -> str:
    first = sequence.value[0]
    clause = any(
        spot.node is first and path.startswith("clauses.") and path.count(".") for path, spot in spots(text).items()
    )
    return "clauses" if clause else "rules"


def _closed(text: str) -> str:
    return f"{text.rstrip()}\n" if text.strip() else ""


def _new_path(path: str, tree: Any) -> str:
    """A rule whose own name was changed stands under the new one."""
    if path.startswith("clauses."):
        return f"clauses.{tree['id']}" if isinstance(tree, dict) and "id" in tree else path
    around = path.rpartition(".")[0]
    if isinstance(tree, dict) and tree and not around.count("."):
        kind, name = next(iter(tree.items()))
        if path in (name, f"{kind}.{name}") or not isinstance(name, str):
            return path
        if not around or around == kind:
            return f"{around}.{name}" if around else name
    return path


def only_there(before: str, after: Mapping[str, yaml.Node], path: str) -> None:
    """A shared part (an anchor) or an odd way of writing would carry the change elsewhere."""
    inside = (path, f"{path}.")
    old = {at: spot.value for at, spot in spots(before).items() if at != path and not at.startswith(inside[1])}
    new = {at: node.value if isinstance(node, yaml.ScalarNode) else None for at, node in after.items()}
    if any(new.get(at, at) != value for at, value in old.items()):
        raise shared(path)


def shared(path: str) -> CannotWrite:
    return CannotWrite(
        f"{path} 与别处共用同一写法，单独改会影响别处；请在 YAML 里修改。",
        f"{path} shares its writing with other places: change it in the YAML.",
    )
