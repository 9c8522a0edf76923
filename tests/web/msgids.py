"""Every Chinese word of the pages that has to have an English one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from shouwen.authoring.proposals import PROPOSED
from shouwen.authoring.queries import SUGGESTED
from shouwen.cases.queries.desk import WORDS
from shouwen.cases.words import ACTS, FIGURES, STATES
from shouwen.web.cases import conditions, exporting, space
from shouwen.web.cases.page import KINDS
from shouwen.web.cases.views import GROUPS
from shouwen.web.compliance.views import PERIODS
from shouwen.web.rulebook import editions, lacking, proposing
from shouwen.web.rulebook.trial_words import SORTS
from shouwen.web.templatetags.ui import CHANNELS, OBJECTS
from shouwen.web.ui.places import PLACES

WEB = Path(__file__).parents[2] / "src" / "shouwen" / "web"
TIMELINE = WEB.parent / "cases" / "queries" / "timeline.py"
TRANSLATED = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", re.DOTALL)
FILLED = re.compile(r"{{\s*(\w+)\s*}}")


def msgids() -> frozenset[str]:
    """Of templates, of views, and of the tables that pages show by name."""
    shown = {
        *STATES.values(),
        *ACTS.values(),
        *FIGURES.values(),
        *WORDS.values(),
        *GROUPS.values(),
        *PERIODS.values(),
        *OBJECTS.values(),
        *CHANNELS.values(),
        *SORTS.values(),
        *conditions.WORDS.values(),
        *conditions.OWN.values(),
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
    shown |= {place.title for place in PLACES} | {title for title, _ in KINDS.values()}
    return frozenset({*_of_templates(), *_of_code(), *shown})


def _of_templates() -> Iterator[str]:
    for path in WEB.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        yield from (double or single for double, single in TRANSLATED.findall(text))
        yield from (FILLED.sub(r"%(\1)s", inner.replace("%", "%%")) for inner in BLOCK.findall(text))


def _of_code() -> Iterator[str]:
    for path in (*WEB.rglob("*.py"), TIMELINE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "gettext"}:
                yield from (
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )
