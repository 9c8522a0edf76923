"""One person whom an act is about, and who asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.urls import reverse

from shouwen.people.snapshot import TOP_ZONE
from shouwen.people.staff import Page
from shouwen.web.administration.forms import Field, Form, Typed
from shouwen.web.ui.staff import StaffRequest


@dataclass(frozen=True, slots=True)
class About:
    """Whom it is about, and who asks."""

    request: StaffRequest
    page: Page

    @property
    def id(self) -> int:
        return self.page.colleague.id

    @property
    def name(self) -> str:
        return self.page.colleague.name

    @property
    def by(self) -> int:
        return self.request.viewer.person

    @property
    def at(self) -> datetime:
        return self.request.at

    @property
    def today(self) -> str:
        return self.at.astimezone(ZoneInfo(TOP_ZONE)).date().isoformat()

    def form(self, title: str, button: str, *fields: Field, note: str = "", danger: bool = False) -> Form:
        back = reverse("admin-person", args=[self.id])
        return Form(f"{title}：{self.name}", button, back, fields, note, danger)


Planned = tuple[Form, Callable[[Typed], str | HttpResponse]]
