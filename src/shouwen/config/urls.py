"""Every address of an installation."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
if find_spec("shouwen.api.router") is not None:
    urlpatterns.append(path("api/v1/", import_module("shouwen.api.router").api.urls))
urlpatterns.append(path("", include("shouwen.web.urls")))
handler400 = "shouwen.web.ui.trouble.bad_request"
