"""Who may get an account: nobody by themselves; an administrator makes each one."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from shouwen.base.clock import now
from shouwen.cases.queries import is_founding
from shouwen.people.access import viewer_for


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Closes the public sign-up; the first administrator is led to the founding."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who founds the company comes to the steps that are left."""
        viewer = viewer_for(int(request.user.pk or 0), now())
        if viewer is not None and is_founding(viewer):
            return reverse("start")
        return str(super().get_login_redirect_url(request))
