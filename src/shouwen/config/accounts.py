"""Who may get an account: nobody by themselves; an administrator makes each one."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from shouwen.base.actions import set_password
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases.queries import is_founding
from shouwen.people.access import viewer_for
from shouwen.web.ui.words import chinese


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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where one begins."""
        return self.get_login_redirect_url(request)

    def clean_password(self, password: str, user: User | None = None) -> str:
        """One's own password is another than the one somebody else chose."""
        if user is not None and user.first_password and user.check_password(password):
            zh = "新密码不能与管理员给的首次密码相同。"
            raise ValidationError(zh if chinese() else "Choose another password than the one you were given.")
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> None:
        """By its owner, on the page 修改密码."""
        set_password(user_id=user.pk, password=password)
        user.refresh_from_db()
