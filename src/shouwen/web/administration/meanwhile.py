"""What somebody else changed while a form lay open: told instead of undone, and joined with what was typed."""

import json
from collections.abc import Iterable
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwen.web.administration.fields import Field

OPENED_WITH = "opened_with"
# A day or an instant is proposed by the clock, a password and a file are never shown, a reason is always empty.
LASTING = frozenset({"text", "choice", "several"})
Kept = dict[str, list[str]]


def opened_with(fields: Iterable[Field]) -> str:
    """What the form shows before anybody types; it goes along with the form."""
    return json.dumps(_kept(fields), ensure_ascii=False)


def changed_since(post: QueryDict, fields: tuple[Field, ...]) -> tuple[tuple[Field, list[str]], ...]:
    """The fields that hold something else now than when the form was opened, each with what it held then."""
    before = _read(post.get(OPENED_WITH, ""))
    now = _kept(fields)
    return tuple(
        (field, before[field.name])
        for field in fields
        if field.name in before and field.name in now and before[field.name] != now[field.name]
    )


def joined(filled: Field, now: Field, before: list[str]) -> Field:
    """Where nothing was typed, what stands there now; several choices one by one; what was typed otherwise stays."""
    if now.kind != "several":
        return now if [filled.value] == before else filled
    own = set(filled.chosen)
    given, taken = own - set(before), set(before) - own
    chosen = tuple(value for _group, options in now.groups for value, _label in options)
    kept = tuple(value for value in chosen if value in given or (value in now.chosen and value not in taken))
    return replace(now, chosen=kept, value=" ".join(kept))


def told(changed: Iterable[tuple[Field, list[str]]]) -> str:
    """Who has the form open reads what is different now."""
    what = "\n".join(_difference(field, before) for field, before in changed)
    head = _("刚刚有人改过，还没有保存：")
    return f"{head}\n{what}\n{_('下面已换成新的内容，您改过的留着；请核对后再提交。')}"


def _difference(field: Field, before: list[str]) -> str:
    words = {value: label for _group, options in field.groups for value, label in options}
    if field.kind != "several":
        return _("%(field)s 现在是 %(value)s") % {
            "field": field.label,
            "value": words.get(field.value, field.value) or _("（空）"),
        }
    gone = [words.get(each, each) for each in before if each not in field.chosen]
    come = [words.get(each, each) for each in field.chosen if each not in before]
    parts = [_("去掉了 %(what)s") % {"what": _("、").join(gone)}] if gone else []
    parts += [_("加上了 %(what)s") % {"what": _("、").join(come)}] if come else []
    return f"{field.label}{_('：')}{_('，').join(parts)}"


def _kept(fields: Iterable[Field]) -> Kept:
    return {
        field.name: sorted(field.chosen) if field.kind == "several" else [field.value]
        for field in fields
        if field.kind in LASTING
    }


def _read(text: str) -> Kept:
    """Nothing from a page that carries none, or whose words were tampered with: then there is nothing to compare."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: [str(each) for each in held] for name, held in found.items() if isinstance(held, list)}
