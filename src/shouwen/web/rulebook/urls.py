"""Addresses of 制度."""

from django.urls import path

from shouwen.web.rulebook import confirming, views

urlpatterns = [
    path("rulebooks/", views.index, name="rulebooks"),
    path("rulebooks/<path:key>/clause/<str:clause_id>/", views.clause, name="clause"),
    path("rulebooks/<path:key>/procedure/<str:name>/", views.procedure, name="procedure"),
    path("rulebooks/<path:key>/confirm/", confirming.to_confirm, name="to-confirm"),
    path("rulebooks/<path:key>/read/", views.clause, name="rulebook"),
]
