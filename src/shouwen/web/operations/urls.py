"""Addresses of 作业与发件."""

from django.urls import path

from shouwen.web.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/retry/", views.retry, name="operations-retry"),
]
