"""Steps that are done together stand on the flow chart inside the step that joins them."""

import pytest
from tests.rulebook.test_flow import book as book  # the procedure of the graph's own tests

from shouwen.rulebook.flow import flow
from shouwen.rulebook.model import Rulebook
from shouwen.web.ui.flow_drawing import Box, Drawing, Marks, draw


@pytest.fixture
def drawing(book: Rulebook) -> Drawing:
    marks = Marks(links={"both.a": "/a/", "both": "/both/"}, faults={"both.b": "无人办理"}, here="both.a")
    return draw(flow(book.procedures["chase"], book), done=["both.b"], now=["both", "both.a"], marks=marks)


def step(drawing: Drawing, name: str) -> Box:
    return next(box for box in drawing.boxes if box.name == name)


def test_every_part_has_a_box_with_its_words_link_and_fault(drawing: Drawing) -> None:
    first, second = step(drawing, "both").parts
    assert [text.words for text in (*first.lines, *first.who)] == ["甲", "客服助理"]
    assert (first.link, first.look) == ("/a/", "now here")
    assert (second.look, second.fault) == ("done bad", "无人办理")
    assert second.title == "b · 客服助理\n无人办理"


def test_parts_stand_inside_their_step_and_never_on_each_other(drawing: Drawing) -> None:
    outer = step(drawing, "both")
    first, second = outer.parts
    assert outer.y < max(text.y for text in outer.lines) < first.y
    assert first.y + first.height < second.y
    assert second.y + second.height <= outer.y + outer.height
    assert step(drawing, "ask").parts == ()


def test_a_step_with_parts_makes_its_own_layer_taller_only(drawing: Drawing) -> None:
    tall, plain = step(drawing, "both"), step(drawing, "ask")
    assert tall.height > plain.height
    assert step(drawing, "end").y > tall.y + tall.height
