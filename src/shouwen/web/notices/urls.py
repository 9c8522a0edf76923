"""Addresses of one's own choices about notices."""

from django.urls import path

from shouwen.web.notices import views

urlpatterns = [
    path("notices/settings/", views.settings, name="notice-settings"),
    path("notices/devices/", views.devices, name="notice-devices"),
    path("push-worker.js", views.worker, name="push-worker"),
]
