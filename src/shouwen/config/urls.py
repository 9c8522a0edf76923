"""Every address of an installation."""

from importlib import import_module
from importlib.util import find_spec

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

# What else allauth has (a reset by letter, addresses to sign in by) would open a sign-in past people.actions and its audit log.
SIGNING_IN = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include(SIGNING_IN))]
if find_spec("shouwen.api.router") is not None:
    urlpatterns.append(path("api/v1/", import_module("shouwen.api.router").api.urls))
urlpatterns.append(path("", include("shouwen.web.urls")))
handler400 = "shouwen.web.ui.trouble.bad_request"
