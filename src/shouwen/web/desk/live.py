"""Live updates: a stream of happenings that the viewer may hear of, over server-sent events."""

from collections.abc import Iterator

from django.db import connection
from django.http import StreamingHttpResponse

from shouwen.cases import queries
from shouwen.runtime.live import subscribe
from shouwen.web.ui.staff import StaffRequest, staff_page

SIGN_OF_LIFE = 20.0
"""Seconds; proxies cut silent connections after half a minute or more."""


@staff_page
def live(request: StaffRequest) -> StreamingHttpResponse:
    """Notices and duties of the viewer, and what happens on the one case the page shows, in a single stream."""
    topics = [f"person:{request.viewer.id}"]
    case = request.GET.get("case", "")
    if case.isdecimal():
        queries.get_for(request.viewer, int(case))
        topics.append(f"case:{case}")
    return _stream(topics)


def _stream(topics: list[str]) -> StreamingHttpResponse:
    # A request that has made a query would keep its pooled connection for as long as the stream lasts.
    if not connection.in_atomic_block:
        connection.close()
    response = StreamingHttpResponse(_events(topics), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _events(topics: list[str]) -> Iterator[str]:
    with subscribe(topics) as subscription:
        yield "retry: 3000\n\n"
        while True:
            topic = subscription.next(SIGN_OF_LIFE)
            if topic is None:
                yield ": alive\n\n"
                continue
            for name in names_of(topic):
                yield f"event: {name}\ndata: {topic}\n\n"


def names_of(topic: str) -> tuple[str, ...]:
    """What a topic means to a page; after too much at once a page looks at everything again."""
    if topic.startswith("case:"):
        return ("changed",)
    if topic.startswith("person:"):
        return ("notice", "task")
    return ("notice", "task", "changed")
