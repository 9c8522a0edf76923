"""Every Chinese word of the pages that has to have an English one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from shouwen.authoring.proposals import PROPOSED
from shouwen.authoring.queries import SUGGESTED
from shouwen.base.tables import UNREADABLE
from shouwen.cases.queries.timeline import KINDS as KINDS_OF_WORDS
from shouwen.cases.queries.worded import DONE, HAPPENINGS, YES_NO
from shouwen.cases.words import ACTS, EVENTS, LIST_WORDS, OWN_WORDS, RESULTS, STATES
from shouwen.customers.fault_words import FAULTS
from shouwen.dispatch.models import Choice
from shouwen.dispatch.queries import COLUMNS, PRESENCE_WORDS, WAYS
from shouwen.dispatch.queries.choices import BEHIND, WHY
from shouwen.knowledge.variables import VARIABLES
from shouwen.notices.words import GROUPS as NOTICE_GROUPS
from shouwen.notices.words import TITLES
from shouwen.people.audited import ACTS as ACTS_OF_AUDIT
from shouwen.people.audited import KINDS as KINDS_OF_AUDIT
from shouwen.people.keys import SCOPES as KEY_SCOPES
from shouwen.retention.kinds import KINDS as KEPT_KINDS
from shouwen.retention.models import Hold
from shouwen.rulebook.words.labels import SORTS as LABELS
from shouwen.web.administration.choices import MORE_ACTS, OFFICES, REACHES
from shouwen.web.administration.keeping import HELD
from shouwen.web.administration.people import STATES as PEOPLE_STATES
from shouwen.web.administration.rights import OFFICE_WORDS
from shouwen.web.administration.shared_views import ACTS as VIEW_ACTS
from shouwen.web.administration.subjects import WORDS as SUBJECTS
from shouwen.web.cases import conditions, exporting, space, wrong
from shouwen.web.cases.page import KINDS
from shouwen.web.cases.views import GROUPS
from shouwen.web.catalogue import BETWEEN
from shouwen.web.compliance.views import PERIODS
from shouwen.web.desk.articles import SORTS as SORTS_OF_ARTICLES
from shouwen.web.dispatch.duty import WHY as WHY_NO_DUTY
from shouwen.web.dispatch.lists import MODES
from shouwen.web.operations.views import JOBS
from shouwen.web.operations.views import STATES as LETTER_STATES
from shouwen.web.replies.views import REACHES as REPLY_REACHES
from shouwen.web.rulebook import editions, lacking, proposing
from shouwen.web.rulebook.trial_words import SORTS
from shouwen.web.templatetags.ui import CHANNELS, OBJECTS
from shouwen.web.ui.administration import GROUPS as GROUPS_OF_ADMIN
from shouwen.web.ui.places import PLACES

WEB = Path(__file__).parents[2] / "src" / "shouwen" / "web"
TIMELINE = WEB.parent / "cases" / "queries" / "timeline.py"
WORDED = TIMELINE.with_name("worded.py")
IMPORTING = WEB.parent / "customers" / "actions" / "importing.py"
CHOICES = WEB.parent / "dispatch" / "queries" / "choices.py"
BYS = ("last_agent", "skill", "region", "fewest_open", "longest_idle")
SAYING = {"_", "gettext", "CustomerRefused"}
TRANSLATED = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
PLURAL = "{% plural %}"
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL)
FILLED = re.compile(r"{{\s*(\w+)\s*}}")


def msgids() -> frozenset[str]:
    """Of templates, of views, and of the tables that pages show by name."""
    shown = {
        *STATES.values(),
        *SUBJECTS.values(),
        *ACTS.values(),
        *RESULTS.values(),
        *TITLES.values(),
        *(title for title, _heads in NOTICE_GROUPS.values()),
        *PRESENCE_WORDS.values(),
        *WHY.values(),
        *BEHIND.values(),
        *WAYS.values(),
        *(title for title, _filters in COLUMNS.values()),
        *(str(word) for _key, word in Choice.State.choices),
        *(LABELS[by][0] for by in BYS),
        *MODES.values(),
        *WHY_NO_DUTY.values(),
        *(words for pair in FAULTS.values() for words in pair),
        *UNREADABLE.values(),
        *GROUPS.values(),
        *PERIODS.values(),
        *OBJECTS.values(),
        *CHANNELS.values(),
        *SORTS.values(),
        *LIST_WORDS.values(),
        *OWN_WORDS.values(),
        *EVENTS.values(),
        *KINDS_OF_WORDS.values(),
        *HAPPENINGS.values(),
        *DONE.values(),
        *YES_NO.values(),
        *(text for one in KEPT_KINDS.values() for text in (one.title, one.since, one.goes, one.stays)),
        *HELD.values(),
        *VIEW_ACTS.values(),
        *(str(word) for _key, word in Hold.Kind.choices),
        *conditions.HOW.values(),
        *wrong.TITLES.values(),
        *wrong.FIELDS.values(),
        *SORTS_OF_ARTICLES.values(),
        *exporting.REFUSED.values(),
        *(title for _order, title in space.ORDERS),
        *SUGGESTED,
        *PROPOSED,
        *lacking.WORDS.values(),
        *editions.WHAT.values(),
        *(word for word, _ in (*editions.STANDING.values(), *lacking.CHANGES.values())),
        *(
            word
            for words in (proposing.KINDS, proposing.STATUS, proposing.VERBS, proposing.WHY_NOT)
            for word in words.values()
        ),
    }
    shown |= {word for group, pages in GROUPS_OF_ADMIN for word in (group, *(page.title for page in pages))}
    shown |= {
        word
        for table in (
            KINDS_OF_AUDIT,
            MORE_ACTS,
            OFFICES,
            REACHES,
            OFFICE_WORDS,
            PEOPLE_STATES,
            REPLY_REACHES,
            KEY_SCOPES,
            VARIABLES,
            JOBS,
            LETTER_STATES,
        )
        for word in table.values()
    }
    shown |= {word for _kind, word in ACTS_OF_AUDIT.values()}
    shown |= {place.title for place in PLACES} | {title for title, _ in KINDS.values()}
    return frozenset({*_of_templates(), *_of_code(), *shown})


def _of_templates() -> Iterator[str]:
    for path in WEB.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        yield from (double or single for double, single in TRANSLATED.findall(text))
        for inner in BLOCK.findall(text):
            forms = (FILLED.sub(r"%(\1)s", form.replace("%", "%%")) for form in inner.split(PLURAL))
            yield BETWEEN.join(forms)


def _of_code() -> Iterator[str]:
    for path in (*WEB.rglob("*.py"), CHOICES, TIMELINE, WORDED, IMPORTING):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "counted" and isinstance(node.args[0], ast.Constant):
                yield BETWEEN.join([str(node.args[0].value)] * 2)
            if node.func.id in SAYING:
                yield from (
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )
