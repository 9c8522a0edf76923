"""What is measured from outside: requests over one kept connection for each client, timed until the last byte."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from shouwen.base.models import User
from shouwen.config.bench.scene import FAULTS, THINGS, Scene, opened
from shouwen.config.bench.server import Site
from shouwen.people.actions import make_key

TOKEN = "a" * 32
WARM_UP = 8


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is sent."""

    method: str
    path: str
    body: bytes = b""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something people do, as a request for the n-th time."""

    name: str
    make: Callable[[Scene, int], Request]
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True, slots=True)
class Client:
    """One of those who ask at the same time."""

    headers: dict[str, str]
    requests: list[Request]
    """Made before the clock starts: the clients share the machine with the server."""
    times: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    """Of the bare view, asked for before each request: what else the machine does falls on both alike."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How long an act took; milliseconds."""

    name: str
    clients: int
    p50: float
    p95: float
    per_second: float
    bare: float


def _form(stage: Scene, number: int) -> Request:
    intake = opened(stage, 10_000_000 + number).facts
    fields = {name: str(value) for name, value in intake.items() if name.startswith("complaint_intake.")}
    body = {"case_type": "complaint", "unit": stage.unit, "title": f"墙砖空鼓 {number}", "key": f"f{number}", **fields}
    return Request("POST", "/cases/new/", urlencode(body).encode(), "application/x-www-form-urlencoded")


def _interface(stage: Scene, number: int) -> Request:
    facts = opened(stage, 20_000_000 + number).facts
    fields = {name.partition(".")[2]: value for name, value in facts.items() if name.startswith("complaint_intake.")}
    body = {"case_type": "complaint", "unit": stage.unit, "title": f"地砖开裂 {number}", "fields": fields}
    return Request("POST", "/api/v1/cases", json.dumps(body).encode(), "application/json")


def _bare(stage: Scene, _: int) -> Request:
    return Request("GET", f"/bench/bare/{stage.person}/")


def _tasks(_: Scene, __: int) -> Request:
    return Request("GET", "/")


def _list(_: Scene, __: int) -> Request:
    return Request("GET", "/cases/")


def _page(stage: Scene, number: int) -> Request:
    case = stage.cases[Random(number).randrange(len(stage.cases))]  # noqa: S311  # which case is looked at
    return Request("GET", f"/cases/{case}/")


def _search(stage: Scene, number: int) -> Request:
    return Request("GET", f"/cases/?text={quote((THINGS + FAULTS)[number % 20])}")


def _narrowed(_: Scene, number: int) -> Request:
    """By what a column knows and by a field of the form, in the order of limits."""
    asked = {"open_only": "1", "channel": "phone", "sort": "due", "field": "complaint_intake.problem"}
    return Request("GET", f"/cases/?{urlencode({**asked, 'is': THINGS[number % len(THINGS)]})}")


def _typed(_: Scene, number: int) -> Request:
    """Words, initials, part of a number: what somebody types into the one box."""
    words = (*THINGS, "wm", "TS-", f"{number % 10_000:04}")
    return Request("GET", f"/search/quick/?q={quote(words[number % len(words)])}")


def _queues(_: Scene, __: int) -> Request:
    return Request("GET", "/cases/queues/")


BARE = Act("bare view", _bare)
ALL = (
    BARE,
    Act("intake, web form", _form, (302,)),
    Act("intake, interface", _interface, (201,)),
    Act("my tasks", _tasks),
    Act("list", _list),
    Act("case page", _page),
    Act("search, two characters", _search),
    Act("list by filter", _narrowed),
    Act("search as one types", _typed),
    Act("counts of the queues", _queues),
)


def measure(act: Act, site: Site, stage: Scene, clients: int, repeat: int) -> Measured:
    """`repeat` requests of each client after a few that are not counted."""
    first = int(time.time()) * 10_000_000
    asking = [
        Client(
            _headers(stage), [act.make(stage, first + client * 1_000_000 + turn) for turn in range(WARM_UP + repeat)]
        )
        for client in range(clients)
    ]
    threads = [threading.Thread(target=_ask, args=(act, site, client, _bare(stage, 0))) for client in asking]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    every = sorted(each for client in asking for each in client.times)
    if len(every) < clients * repeat:
        raise RuntimeError(f"{act.name}: {clients * repeat - len(every)} requests did not pass.")
    share = (WARM_UP + repeat) / repeat
    bare = sorted(each for client in asking for each in client.bare)
    busy = took - sum(bare) / 1000 / clients
    return Measured(
        name=act.name,
        clients=clients,
        p50=every[len(every) // 2],
        p95=every[int(len(every) * 0.95)],
        per_second=len(every) * share / busy,
        bare=bare[len(bare) // 2],
    )


def _ask(act: Act, site: Site, client: Client, bare: Request) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    for turn, request in enumerate(client.requests):
        for asked, good, times in ((bare, BARE.good, client.bare), (request, act.good, client.times)):
            took = _once(connection, asked, client.headers, good)
            if turn >= WARM_UP:
                times.append(took)
    connection.close()


def _once(
    connection: http.client.HTTPConnection, request: Request, headers: dict[str, str], good: tuple[int, ...]
) -> float:
    """Milliseconds until the last byte."""
    sent = {**headers, **({"Content-Type": request.kind} if request.kind else {})}
    began = time.perf_counter()
    connection.request(request.method, request.path, request.body or None, sent)
    answer = connection.getresponse()
    content = answer.read()
    took = (time.perf_counter() - began) * 1000
    if answer.status not in good:
        raise RuntimeError(f"{request.path}: {answer.status} {content[:400].decode(errors='replace')}")
    return took


def session_of(stage: Scene) -> str:
    """Signed in as somebody of the desk; the sign-in page is not what is measured."""
    user = User.objects.get(pk=stage.user)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _headers(stage: Scene) -> dict[str, str]:
    """Of a session, with a key for the interface."""
    if not hasattr(_headers, "made"):
        scopes = ("cases:read", "cases:write")
        key = make_key(person=int(stage.person), name="bench", scopes=scopes, at=timezone.now())
        cookies = f"{settings.SESSION_COOKIE_NAME}={session_of(stage)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        _headers.made = {  # type: ignore[attr-defined]  # made once for the run
            "Host": "localhost",
            "Cookie": cookies,
            "X-CSRFToken": TOKEN,
            "Authorization": f"Bearer {key}",
            "Accept-Language": "zh-hans",
        }
    return dict(_headers.made)  # type: ignore[attr-defined]  # set above
