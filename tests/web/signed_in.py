"""A browser of the test's own, signed in as one of the cast."""

from django.test import Client

from shouwen.base.models import User


def signed_in(name: str) -> Client:
    """As `name`, without the sign-in page, which has tests of its own."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]  # a test client's response
