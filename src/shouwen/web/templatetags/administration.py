"""Template words for 管理: the list of its pages, and acts of the audit log in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from shouwen.people.audited import ACTS, KINDS
from shouwen.web.ui.administration import open_groups

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_pages(context: template.Context) -> list[Any]:
    """Groups of pages that the viewer may open."""
    return open_groups(context["request"].viewer)


@register.filter
def audit_act(act: str) -> str:
    return _(ACTS[act][1]) if act in ACTS else act


@register.filter
def audit_kind(kind: str) -> str:
    return _(KINDS[kind]) if kind in KINDS else kind
