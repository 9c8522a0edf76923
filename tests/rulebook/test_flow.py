"""The drawn flow: every step once, layers that only rise by named ways, ways back marked."""

from pathlib import Path

import pytest

from shouwen.rulebook.flow import Graph, flow
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Rulebook

BOOK = """\
rulebook: T
title: 试验
edition: {id: '1', in_force: 2026-01-01}
rules:
- {post: clerk, title: 客服助理, cites: [T-1]}
- procedure: chase
  title: 追访
  cites: [T-1]
  steps:
    ask: {title: 追访, by: clerk, out: {satisfied: {then: end, title: 满意}, undone: {then: redo, title: 未处理}}}
    redo: {title: 重办, by: clerk, state: redoing, rounds: {most: 3, then: legal}, out: {done: ask}}
    both: {together: {a: {title: 甲, by: clerk}, b: {by: clerk}}, join: all, out: {joined: end}}
    legal: {title: 移交, by: clerk, out: {taken: both}}
  anytime: [{upon: lawsuit.filed, goto: legal}]
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    found = load(path).rulebook
    assert found is not None
    return found


def test_layers_edges_and_words(book: Rulebook) -> None:
    graph = flow(book.procedures["chase"], book)
    assert [(node.name, node.layer, node.title, node.who) for node in graph.nodes] == [
        ("ask", 0, "追访", "客服助理"),
        ("redo", 1, "重办", "客服助理"),
        ("both", 3, "both", ""),
        ("legal", 2, "移交", "客服助理"),
        ("end", 4, "结束", ""),
    ]
    assert [(edge.start, edge.end, edge.title, edge.back, edge.used_up) for edge in graph.edges] == [
        ("ask", "end", "满意", False, False),
        ("ask", "redo", "未处理", False, False),
        ("redo", "ask", "done", True, False),
        ("redo", "legal", "超过3次", False, True),
        ("both", "end", "joined", False, False),
        ("legal", "both", "taken", False, False),
    ]
    assert [member.title for member in graph.nodes[2].members] == ["甲", "b"]
    assert graph.nodes[1].rounds == "最多3次"
    assert [(jump.event, jump.end) for jump in graph.jumps] == [("提起诉讼或仲裁", "legal")]
    assert (graph.layers, graph.columns) == (5, 1)


def _sound(graph: Graph) -> None:
    layer = {node.name: node.layer for node in graph.nodes}
    places = [(node.layer, node.column) for node in graph.nodes]
    assert len(set(places)) == len(places)
    assert all(edge.back == (layer[edge.end] <= layer[edge.start]) for edge in graph.edges)
    assert max(layer.values()) == layer["end"]


def test_every_shipped_procedure_can_be_drawn() -> None:
    for _, _, path in shipped():
        book = load(path).rulebook
        assert book is not None
        for procedure in book.procedures.values():
            graph = flow(procedure, book)
            _sound(graph)
            assert graph == flow(procedure, book)
            assert {node.name for node in graph.nodes} == {*procedure.steps, "end"}
