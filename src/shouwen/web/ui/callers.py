"""Who asks from where without a sign-in, and whether too often."""

from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 60


def address_of(request: HttpRequest) -> str | None:
    """The address of the other side; the proxy's own word for it where there is one, never the caller's."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] if settings.SHOUWEN_BEHIND_PROXY else ""
    try:
        return str(ip_address((told or request.META.get("REMOTE_ADDR", "")).strip()))
    except ValueError:
        return None


def is_too_fast(request: HttpRequest, what: str, *, most: int) -> bool:
    """More than `most` within a minute from one address; each web process counts for itself."""
    key = f"pace:{what}:{address_of(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:
        # The minute ended between the two.
        return False
