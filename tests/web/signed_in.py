"""A browser of the test's own, signed in as one of the cast, and a case to look at."""

import re
from datetime import timedelta
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from tests.cases.house import House

from shouwen.base.clock import now
from shouwen.base.models import User


def signed_in(name: str) -> Client:
    """As `name`, without the sign-in page, which has tests of its own."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's response


def let_go(response: Any) -> None:
    """A stream or a file lets go of what it holds; the test's connection stays, as the test client has it too."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def recent(house: House, **more: Any) -> int:
    """A case opened a minute ago, so that its limits still run."""
    return house.open(now() - timedelta(minutes=1), **more)


def listed(client: Client, url: str) -> int:
    """How many rows the list behind an address has."""
    found = re.search(r'id="list-count">\D*(\d+)', text_of(client.get(url)))
    assert found
    return int(found[1])
