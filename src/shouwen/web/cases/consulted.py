"""The table that a step asks when it is finished: where its answer can be looked at before, on what the forms hold."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from shouwen.cases.rows import CasePage, StepView
from shouwen.people.access import Viewer
from shouwen.people.queries import units_for
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.ui.addresses import ASKS


def consulted(page: CasePage, viewer: Viewer) -> dict[str, dict[str, str]]:
    """By task: the table's title and its address, filled in as far as the step's forms are."""
    edition = rulebooks.edition(page.edition)
    steps = edition.compiled.flows[page.case.case_type].steps
    unit = {"unit": page.case.unit} if page.case.unit in {str(each.id) for each in units_for(viewer)} else {}
    found = {}
    for step in page.steps:
        plan = steps.get(step.step)
        table = edition.rulebook.tables.get(plan.rule.table or "") if plan else None
        if table is None or table.hit != "one":
            continue
        known = {ASKS + path: value for path, value in _typed(step, edition.rulebook) if path in table.in_}
        address = reverse("table", kwargs={"key": page.edition, "name": table.name})
        found[step.task] = {"title": table.title or table.name, "url": f"{address}?{urlencode({**known, **unit})}"}
    return found


def _typed(step: StepView, book: Rulebook) -> Iterator[tuple[str, str]]:
    """The facts that the forms give, as far as something stands there; what is sealed never goes into an address."""
    for form in step.papers:
        rules = book.papers[form.paper].fields
        for field in form.fields:
            if field.sealed or field.value in (None, "") or isinstance(field.value, (tuple, dict)):
                continue
            value = str(field.value).lower() if isinstance(field.value, bool) else str(field.value)
            yield rules[field.name].fact or f"{form.paper}.{field.name}", value
