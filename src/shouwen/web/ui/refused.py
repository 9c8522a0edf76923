"""Why an act did not pass, in the reader's words: what lacks, from when it may be tried, which clauses say so."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases.actions import Refused
from shouwen.people.actions import ChangeRefused
from shouwen.web.ui.words import chinese, moment, said


def refusal_words(refused: Refused, lacking: Sequence[str], now: datetime) -> str:
    """A few lines; the first says it in the rulebook's own words when there are any."""
    said = [refuse.say for refuse in refused.refusals if refuse.say]
    lines = list(said)
    if lacking:
        lines.append((_("还缺：") if said else _("不能办理：")) + "；".join(lacking) + "。")
    elif not said:
        lines.append(_("不能办理：所填内容不合制度，请核对后再试。"))
    if refused.opens_at is not None:
        zone = timezone.get_current_timezone()
        lines.append(_("可办理时间：") + moment(refused.opens_at, now, zone))
    if refused.clauses:
        lines.append(_("依据：") + _("、").join(refused.clauses))
    return "\n".join(dict.fromkeys(lines))


def change_words(refused: ChangeRefused) -> str:
    """Why the organisation stayed as it was."""
    return said(refused.zh) if chinese() else refused.en
