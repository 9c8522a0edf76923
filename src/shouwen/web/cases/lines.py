"""The lines of long lists as finished markup: a page shows dozens, and a template takes ten times as long for each."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any, Protocol

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from shouwen.base import ids
from shouwen.cases.rows import CaseRow, DutyRow
from shouwen.people.teams import Team
from shouwen.web.templatetags.ui import clock_chip, moment, short_clause, state_tag
from shouwen.web.ui.words import said

MOST_CLAUSES = 2


class Named(Protocol):
    """Whatever can be chosen: a number and a name."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


class Lines:
    """What all lines of one page have in common, looked up once. Everything of a row is escaped here."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.context: Any = {"now": now, "zone": get_current_timezone()}
        self.token = get_token(request)
        self.key = ids.new_uuid(at=now).hex
        # The address of a case is that of the list, its number and a slash.
        self.cases = reverse("case", args=[0]).removesuffix("0/")
        self.states: dict[str, str] = {}
        self.urgent, self.urged, self.take, self.no_limit = _("紧急"), _("被催办"), _("接单"), _("无时限")
        self.pick = _("选择")

    def cases_as_rows(self, rows: Iterable[CaseRow]) -> SafeString:
        """Rows of the table of cases."""
        return mark_safe("".join(map(self._case, rows)))  # noqa: S308  # every value is escaped in _case

    def duties(self, rows: Iterable[DutyRow]) -> SafeString:
        """Lines of 我的待办."""
        return mark_safe("".join(map(self._duty, rows)))  # noqa: S308  # every value is escaped in _duty

    def _case(self, row: CaseRow) -> str:
        pressing = row.promised_at or row.next_due_at
        due = clock_chip(self.context, pressing) if pressing else '<span class="muted">—</span>'
        severity = f' <span class="tag is-warn">{self._said(row.severity)}</span>' if row.severity else ""
        return (
            f'<tr data-row="{row.id}" tabindex="-1"><td class="pick"><input type="checkbox" name="case" value="{row.id}"'
            f' form="bulk" aria-label="{self.pick} {escape(row.number)}"></td><td class="due">{due}</td>'
            f'<td class="nowrap number-of"><a data-open href="{self.cases}{row.id}/">{escape(row.number)}</a></td>'
            f'<td class="what">{escape(row.title)}{self._urgent(is_so=row.urgent)}{severity}</td>'
            f'<td class="nowrap who">{escape(row.customer_name) or "—"}</td>'
            f'<td class="nowrap kind">{self._said(row.type_title)}</td>'
            f'<td class="state">{self._state(row.state)}</td><td class="nowrap handler">{escape(row.handler) or "—"}</td>'
            f'<td class="nowrap unit">{escape(row.unit_title)}</td>'
            f'<td class="nowrap opened">{moment(self.context, row.opened_at)}</td></tr>'
        )

    def _duty(self, row: DutyRow) -> str:
        clock = row.clock
        chip = (
            clock_chip(self.context, clock.due_at, clock.warn_at)
            if clock
            else f'<span class="clock is-kept">{self.no_limit}</span>'
        )
        urged = f' <span class="tag is-over">{self.urged}</span>' if row.urged else ""
        customer = f"{escape(row.customer_name)} · " if row.customer_name else ""
        step = self._said(row.step_title)
        return (
            f'<li class="duty" data-row="{row.task_id}" tabindex="-1"><span>{chip}</span>'
            f'<span><span class="tag">{self._said(row.type_title)}</span></span>'
            f'<span class="what clip"><a data-open data-beside href="{self.cases}{row.case_id}/">{escape(row.title)}</a>'
            f"{self._urgent(is_so=row.urgent)}{urged}"
            f' <span class="muted small">{customer}{escape(row.number)}</span></span>'
            f'<span class="where clip" title="{step}">{step}</span>'
            f'<span class="why clip">{self._ground(row)}</span>'
            f'<span class="do">{self._button(row)}</span></li>'
        )

    def _ground(self, row: DutyRow) -> str:
        """The clauses; of a promise that no clause asks for, that the customer was told."""
        if row.clock is not None and row.clock.promise and not row.clock.clauses:
            return f'<span class="clause">{_("答应客户的时间")}</span>'
        return "".join(map(_clause, row.clauses[:MOST_CLAUSES]))

    def _said(self, text: str) -> str:
        """What a rulebook calls it, in the reader's Chinese."""
        return escape(said(text))

    def _state(self, state: str) -> str:
        if state not in self.states:
            self.states[state] = state_tag(state)
        return self.states[state]

    def _urgent(self, *, is_so: bool) -> str:
        return f' <span class="tag is-late">{self.urgent}</span>' if is_so else ""

    def _button(self, row: DutyRow) -> str:
        if not row.take:
            button = self._said(row.button)
            return (
                f'<a class="button small" data-act title="{button}"'
                f' href="{self.cases}{row.case_id}/#form-{slugify(row.task)}">{button}</a>'
            )
        return (
            f'<form method="post" action="{reverse("case-act", args=[row.case_id])}">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">'
            f'<input type="hidden" name="key" value="{self.key}-{row.task_id}">'
            f'<input type="hidden" name="task" value="{escape(row.task)}"><input type="hidden" name="back" value="tasks">'
            f'<button class="button small" data-act name="act" value="take">{self.take}</button></form>'
        )


def options(named: Iterable[Named], chosen: str = "") -> SafeString:
    """Choices of people or units, written once for all the forms of a page that offer them."""
    return mark_safe("".join(_option(each, is_chosen=str(each.id) == chosen) for each in named))  # noqa: S308  # escaped


def team_options(groups: Iterable[Team]) -> SafeString:
    """People under the names of their units, written once for all the forms of a page that offer them."""
    return mark_safe(  # noqa: S308  # escaped
        "".join(f'<optgroup label="{escape(one.name)}">{options(one.members)}</optgroup>' for one in groups)
    )


def _option(each: Named, *, is_chosen: bool) -> str:
    return f'<option value="{each.id}"{" selected" if is_chosen else ""}>{escape(each.name)}</option>'


def _clause(clause: str) -> str:
    short = escape(short_clause(clause))
    return f'<span class="clause" tabindex="0">{short}</span> '
