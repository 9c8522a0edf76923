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
    """Notices and duties of the viewer."""
    seats = [f"seat:{post}@{unit}" for post, unit in request.viewer.seats]
    return _stream([f"person:{request.viewer.id}", *seats], ("notice", "task"))


@staff_page
def live_case(request: StaffRequest, case_id: int) -> StreamingHttpResponse:
    """One case that the viewer may see."""
    queries.get_for(request.viewer, case_id)
    return _stream([f"case:{case_id}"], ("changed",))


def _stream(topics: list[str], names: tuple[str, ...]) -> StreamingHttpResponse:
    # A request that has made a query would keep its pooled connection for as long as the stream lasts.
    connection.close()
    response = StreamingHttpResponse(_events(topics, names), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _events(topics: list[str], names: tuple[str, ...]) -> Iterator[str]:
    with subscribe(topics) as subscription:
        yield "retry: 3000\n\n"
        while True:
            topic = subscription.next(SIGN_OF_LIFE)
            if topic is None:
                yield ": alive\n\n"
                continue
            for name in names:
                yield f"event: {name}\ndata: {topic}\n\n"
