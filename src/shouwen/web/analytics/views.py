"""One import run at a time: its shares for each clause, its bad rows, and the bursts among its messages."""

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.analytics import queries
from shouwen.analytics.suggesting import standings
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MOST_FAULTS = 100


@staff_page
@needs("see_compliance")
def history(request: StaffRequest) -> HttpResponse:
    """The newest run unless another is asked for; one out of the viewer's reach is as if it were not there."""
    runs = queries.runs_for(request.viewer)
    asked = request.GET.get("run", "")
    run = next((run for run in runs if str(run.pk) == asked), runs[0] if runs else None)
    context: dict[str, object] = {"runs": runs, "run": run}
    if run is not None:
        cases, came, to_come = queries.counts(run)
        shares = queries.shares(run)
        context |= {
            "cases": cases,
            "came": came,
            "to_come": to_come,
            "shares": shares,
            "some_overridden": any(share.overridden for share in shares),
            "bursts": queries.bursts(run, request.viewer),
            "faults": run.faults[:MOST_FAULTS],
            "faults_more": len(run.faults) > MOST_FAULTS,
            "refused": queries.refusals(run),
        }
    return render(request, "analytics/history.html", context)


@staff_page
@needs("see_compliance")
def guesses(request: StaffRequest) -> HttpResponse:
    """What was learnt for suggesting kinds, how well it does on what it has not seen, and how often people agreed."""
    titles = {key.partition("/")[0]: rulebooks.rulebook(key).header.title for key in sorted(rulebooks.installed())}
    rows = [(one, titles.get(one.rulebook, one.rulebook)) for one in standings()]
    return render(request, "analytics/guesses.html", {"rows": rows})
