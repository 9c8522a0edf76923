"""Who may get an account: nobody by themselves; an administrator makes each one, and every sign-in is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.base.queries import is_taken
from shouwen.cases.queries import is_founding
from shouwen.dispatch.actions import arrive
from shouwen.people.access import viewer_for
from shouwen.people.actions import note_own_password, record
from shouwen.people.queries import person_of_user
from shouwen.web.ui.callers import address_of
from shouwen.web.ui.words import chinese

LANGUAGE_KEPT = 365 * 24 * 60 * 60


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
        return reverse("tasks")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """In the language that the person chose last, on whatever machine that was."""
        response: HttpResponse = super().post_login(request, user, **more)
        language = getattr(user, "language", "")
        if language in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=LANGUAGE_KEPT, samesite="Lax")
        return response

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        _note("signed_in", request, user.pk, user.get_username())
        viewer = viewer_for(int(user.pk), now())
        if viewer is not None and viewer.home is not None:
            arrive(person=viewer.id, at=now())

    def logout(self, request: HttpRequest) -> None:
        user, name = request.user.pk, request.user.get_username()
        super().logout(request)
        if user is not None:
            _note("signed_out", request, user, name)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A name nobody has is not kept: it may be a password typed into the wrong field."""
        tried = str(credentials.get("username") or credentials.get("email") or "")
        _note("sign_in_failed", request, None, tried if is_taken(tried) else "")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """The password was right and the sign-in is closed: a try that failed, like the others."""
        _note("sign_in_failed", request, None, user.get_username())
        answer: HttpResponse = super().respond_user_inactive(request, user)
        return answer

    def clean_password(self, password: str, user: User | None = None) -> str:
        """One's own password is another than the one somebody else chose."""
        if user is not None and user.must_change_password and user.check_password(password):
            zh = "新密码不能与别人给的一次性密码相同。"
            raise ValidationError(zh if chinese() else "Choose another password than the one you were given.")
        return str(super().clean_password(password, user))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        super().set_password(user, password)
        note_own_password(user=user.pk, at=now())


def _note(act: str, request: HttpRequest, user: int | None, name: str) -> None:
    person = person_of_user(user) if user is not None else None
    record(
        act=act,
        by=int(person) if person else None,
        at=now(),
        subject=f"person:{person}" if person else "",
        name=name,
        address=address_of(request) or "",
    )
