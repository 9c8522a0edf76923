"""What a parcel tells: every notice of its person from its first up to its hour that nobody has read meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.notices.choosing import choices_of
from shouwen.notices.models import Parcel
from shouwen.notices.words import title_of
from shouwen.runtime import registry
from shouwen.runtime.mail import fill_in
from shouwen.runtime.models import Notice

MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in words."""

    title: str
    number: str
    case_title: str
    text: str
    clauses: str
    subject: int | None
    at: datetime

    @property
    def words(self) -> str:
        about = f"{self.number} {self.case_title}".strip()
        told = "：".join(part for part in (about, self.text) if part)
        cites = f"（依据：{'、'.join(self.clauses.split())}）" if self.clauses else ""
        return f"【{self.title}】{told}{cites}"


def lines_of(parcel: int) -> tuple[str, str, list[Line]]:
    """(person, channel, lines); what was read in the house meanwhile need not be told again."""
    row = Parcel.objects.get(pk=parcel)
    choice = choices_of([int(row.person)])[row.person]
    found = Notice.objects.filter(
        person=row.person, at__gte=row.since, at__lte=row.due_at, read_at__isnull=True, urgent=False
    ).order_by("id")
    kept = [one for one in found if choice.wants(row.channel, one.kind)]
    known = registry.render("case", [one.subject_id for one in kept if one.subject_id is not None])
    return row.person, row.channel, [_line(one, dict(known.get(one.subject_id or 0, {}))) for one in kept]


def _line(one: Notice, known: dict[str, str]) -> Line:
    return Line(
        title=title_of(one.kind),
        number=known.get("case.number", ""),
        case_title=known.get("case.title", ""),
        text=fill_in(one.text, known),
        clauses=one.clauses,
        subject=one.subject_id,
        at=one.at,
    )


def letter(lines: list[Line]) -> tuple[str, str]:
    """Heading and body: one notice as itself, several as a list."""
    if len(lines) == 1:
        return lines[0].words[:200], lines[0].words
    shown = [f"{place}. {line.words}" for place, line in enumerate(lines[:MOST_LINES], 1)]
    more = [f"……另有 {len(lines) - MOST_LINES} 条，请到“通知”查看。"] if len(lines) > MOST_LINES else []
    return f"【首问】{len(lines)} 条通知", "\n".join([*shown, *more])
