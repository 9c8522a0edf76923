"""Template words for the shared parts: icons, clocks, states, clauses, masked values."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from shouwen.base import ids
from shouwen.base.clock import now
from shouwen.base.marked import as_html
from shouwen.cases.words import limit_title
from shouwen.customers.queries import words_of_objects
from shouwen.web.ui import words

register = template.Library()

STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("待补充", "is-wait"),
    "to_accept": ("待受理", "is-todo"),
    "to_dispatch": ("待派单", "is-todo"),
    "to_take": ("待接单", "is-todo"),
    "working": ("处理中", "is-todo"),
    "waiting_customer": ("等待客户", "is-wait"),
    "suspended": ("已挂起", "is-pause"),
    "to_review": ("待审核", "is-todo"),
    "to_call_back": ("待回访", "is-todo"),
    "redoing": ("重办中", "is-over"),
    "done": ("已办结", "is-done"),
    "archived": ("已归档", "is-kept"),
    "void": ("已作废", "is-kept"),
    "withdrawn": ("已撤销", "is-kept"),
}


CHANNELS: Mapping[str, str] = {
    "phone": "电话",
    "hotline": "热线",
    "visit": "来访",
    "site": "现场",
    "outlet": "门店",
    "message": "留言",
    "online": "在线客服",
    "web": "网页",
    "website": "网站",
    "email": "邮件",
    "letter": "信函",
    "fax": "传真",
    "sms": "短信",
    "wechat": "微信",
    "in_app": "站内",
    "staff": "员工转达",
    "callback": "回访",
    "questionnaire": "问卷",
    "other": "其他",
    "import": "导入",
    "api": "接口",
}
OBJECTS: Mapping[str, str] = {
    "contract": "合同",
    "house": "房屋",
    "site": "工地",
    "account": "账户",
    "project": "项目",
    "signed": "签约",
    "started": "开工",
    "midterm": "中期",
    "finished": "竣工",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon of the sprite; decoration only, so a word always stands beside it."""
    return format_html(
        '<svg class="icon" width="18" height="18" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("dist/icons.svg"),
        name,
    )


@register.simple_tag
def state_tag(state: str) -> SafeString:
    """A house state in the field's word and its colour."""
    word, look = STATES.get(state, (state, "is-kept"))
    return format_html('<span class="tag {}">{}</span>', look, _(word))


@register.filter
def notice_words(text: str) -> str:
    """A notice as it was written, its mark in the reader's language."""
    for mark, said in (("超时：", _("超时：")), ("预警：", _("预警："))):
        if text.startswith(mark):
            return said + written(text.removeprefix(mark))
    return text


@register.simple_tag(takes_context=True)
def clock_chip(context: template.Context, due: datetime | None, warn: datetime | None = None, title: str = "") -> str:
    """A limit counting down; the server writes the words once, the page keeps them true."""
    if due is None:
        return format_html('<span class="clock is-pause">{}</span>', _("暂停计时"))
    at = context.get("now") or now()
    look = "is-late" if at > due else "is-warn" if warn and at >= warn else "is-todo"
    return format_html(
        '<span class="clock {}" data-due="{}" data-warn="{}" title="{}">{}<span data-left>{}</span></span>',
        look,
        due.isoformat(),
        warn.isoformat() if warn else "",
        words.moment(due, at, _zone(context)),
        f"{title} " if title else "",
        words.left(due, at),
    )


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime | None) -> str:
    """An instant in words, exact on hover."""
    if at is None:
        return "—"
    said = words.moment(at, context.get("now") or now(), _zone(context))
    exact = at.astimezone(_zone(context)).strftime("%Y-%m-%d %H:%M:%S")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, said)


@register.filter
def span(value: timedelta | float | None) -> str:
    """A length of time in words; seconds or a timedelta."""
    if value is None:
        return "—"
    return words.span(value if isinstance(value, timedelta) else timedelta(seconds=value))


@register.filter
def written(text: str) -> str:
    """What a rulebook says, in the reader's Chinese; what people wrote is never put through this."""
    return limit_title(text) if text else text


@register.filter
def listed(items: Iterable[object]) -> str:
    """One after the other, parted as the reader's language does."""
    return _("、").join(str(item) for item in items)


@register.filter
def short_clause(clause_id: str) -> str:
    """4.3.14 of DECOR-4.3.14: on a page of one rulebook its name need not be repeated."""
    return clause_id.partition("-")[2] or clause_id


@register.simple_tag
def clause_tag(clause_id: str, text: str = "", title: str = "") -> SafeString:
    """A clause's number; its text shows on hover and for readers."""
    short = short_clause(clause_id)
    title, text = written(title), written(text)
    return format_html('<span class="clause" tabindex="0" title="{} {}">{} {}</span>', title, text, short, title)


@register.filter
def object_word(name: str) -> str:
    """The rulebooks' word for a kind of object or a milestone, else the field's; a company's own names stay as they are."""
    return words_of_objects().get(name) or (_(OBJECTS[name]) if name in OBJECTS else name)


@register.filter
def marked(text: str) -> SafeString:
    """What staff wrote with signs, as HTML that a sanitiser has passed."""
    return mark_safe(as_html(text))  # noqa: S308  # sanitised


@register.filter
def channel_word(name: str) -> str:
    """How somebody reached us, in the field's word."""
    return _(CHANNELS[name]) if name in CHANNELS else name


@register.filter
def as_json(value: Any) -> str:
    """A value for a data attribute; the template escapes it."""
    dumped = value.model_dump(mode="json", exclude_none=True) if hasattr(value, "model_dump") else value
    return json.dumps(dumped, ensure_ascii=False)


@register.filter
def same(value: Any, other: Any) -> bool:
    """Whether two values are the same, to name the answer in a template."""
    return bool(value == other)


@register.filter
def standing(link: Any, at: datetime) -> str:
    """What has become of a link; nothing where there is none."""
    return str(link.stands(at)) if link else ""


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """One value of a mapping by a computed key."""
    return mapping.get(key) if mapping else None


@register.filter
def given(typed: Mapping[str, Any], name: str) -> str:
    """The last of what was typed under a computed name; empty where nothing was."""
    value = typed.get(name) or ""
    return str(value[-1] if isinstance(value, list) else value)


@register.simple_tag
def masked(value: str, reveal_url: str = "", label: str = "") -> SafeString:
    """A masked value, and for those who may, the button that asks the reason before it is shown."""
    if not reveal_url:
        return format_html('<span class="masked">{}</span>', value or "—")
    return format_html(
        '<span class="masked">{}</span> <a class="small" href="{}" hx-get="{}" hx-target="#reveal" hx-swap="innerHTML">{}</a>',
        value or "—",
        reveal_url,
        reveal_url,
        label or _("查看"),
    )


@register.simple_tag
def new_key() -> str:
    """A fresh key of one act, so that a double click or a retry acts once."""
    return ids.new_uuid(at=now()).hex


def _zone(context: template.Context) -> Any:
    zone = context.get("zone")
    return ZoneInfo(zone) if isinstance(zone, str) else zone or get_current_timezone()


@register.filter
def percent(value: float | None) -> str:
    """A share with one decimal: 97.8%."""
    return "—" if value is None else f"{value * 100:.1f}%"


@register.filter
def lines(field: Any) -> list[dict[str, Any]]:
    """The rows of a table field with its cells, and three empty ones to write into."""
    rows = [row for row in field.value or () if isinstance(row, Mapping)]
    return [
        {"number": str(number), "cells": [replace(column, value=row.get(column.name)) for column in field.columns]}
        for number, row in enumerate([*rows, {}, {}, {}])
    ]


@register.simple_tag
def choosing(options: SafeString, typed: Mapping[str, Any], name: str) -> SafeString:
    """The lines of a long list with those selected that somebody chose before."""
    lines: str = options
    for value in typed.get(name) or ():
        if str(value).isdecimal():
            lines = lines.replace(f'value="{value}">', f'value="{value}" selected>')
    return mark_safe(lines)  # noqa: S308  # only the list itself, which is escaped, and a word of ours


@register.filter
def holds(field: Any, value: Any) -> bool:
    """Whether a field's value is this one, or has it among several."""
    given = field.value if isinstance(field.value, (list, tuple)) else (field.value,)
    return str(value) in {str(each) for each in given}
