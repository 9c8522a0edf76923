"""Live updates: a stream of happenings that the viewer may hear of, over server-sent events."""

from collections.abc import Iterator

from django.db import connection
from django.http import StreamingHttpResponse

from shouwen.cases import queries
from shouwen.people.access import may
from shouwen.runtime.live import is_listening, subscribe
from shouwen.runtime.queries import log_of
from shouwen.runtime.writer.signals import BOARD
from shouwen.web.ui.staff import StaffRequest, staff_page

SIGN_OF_LIFE = 20.0
"""Seconds; proxies cut silent connections after half a minute or more."""


LONGEST_START = 3.0
"""Seconds until this process hears the database; what happens later is heard."""


@staff_page
def live(request: StaffRequest) -> StreamingHttpResponse:
    """Notices and duties of the viewer, and what happens on the one case the page shows, in a single stream."""
    topics = [f"person:{request.viewer.id}"]
    if may(request.viewer, "supervise"):
        topics.append(BOARD)
    case, seq = request.GET.get("case", ""), request.GET.get("seq", "")
    if case.isdecimal():
        queries.get_for(request.viewer, int(case))
        topics += [f"case:{case}", f"here:{case}"]
    shown = (int(case), int(seq)) if case.isdecimal() and seq.isdecimal() else None
    _let_go()
    response = StreamingHttpResponse(_events(topics, shown), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _let_go() -> None:
    """A request that has made a query would keep its pooled connection for as long as the stream lasts."""
    if not connection.in_atomic_block:
        connection.close()


def _events(topics: list[str], shown: tuple[int, int] | None) -> Iterator[str]:
    with subscribe(topics) as subscription:
        yield "retry: 3000\n\n"
        if shown and _has_moved_on(*shown):
            yield _told(f"case:{shown[0]}")
        while True:
            topic = subscription.next(SIGN_OF_LIFE)
            yield ": alive\n\n" if topic is None else _told(topic)


def _has_moved_on(case: int, seq: int) -> bool:
    """Whether something happened between the drawing of the page and the moment from which it hears."""
    is_listening(LONGEST_START)
    latest = log_of(case, most=1)
    _let_go()
    return bool(latest) and latest[-1].seq > seq


def _told(topic: str) -> str:
    return "".join(f"event: {name}\ndata: {topic}\n\n" for name in names_of(topic))


def names_of(topic: str) -> tuple[str, ...]:
    """What a topic means to a page; after too much at once a page looks at everything again."""
    if topic.startswith("case:"):
        return ("changed",)
    if topic.startswith("here:"):
        return ("here",)
    if topic.startswith("person:"):
        return ("notice", "task")
    return ("board",) if topic == BOARD else ("notice", "task", "changed", "here", "board")
