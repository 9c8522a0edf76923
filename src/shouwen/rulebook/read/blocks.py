"""What every kind of file becomes first: paragraphs and tables in the order of the page."""

from dataclasses import dataclass

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of text; `heading` is the level its file gives it (1 is the highest), 0 if it gives none."""

    text: str
    heading: int = 0
    collapsed: bool = False
    """A piece of a line that held many paragraphs, so that numbers stand in it right behind words."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells row by row; merged cells stand once, the others are empty."""

    rows: tuple[Row, ...]


Block = Paragraph | Table
