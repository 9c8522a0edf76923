"""Addresses of 制度."""

from django.urls import path

from shouwen.web.rulebook import authority, confirming, views

urlpatterns = [
    path("rulebooks/", views.index, name="rulebooks"),
    path("rulebooks/<path:key>/clause/<str:clause_id>/", views.clause, name="clause"),
    path("rulebooks/<path:key>/procedure/<str:name>/", views.procedure, name="procedure"),
    path("rulebooks/<path:key>/table/<str:name>/", authority.table, name="table"),
    path("rulebooks/<path:key>/confirm/", confirming.to_confirm, name="to-confirm"),
    path("rulebooks/<path:key>/read/", views.clause, name="rulebook"),
]
