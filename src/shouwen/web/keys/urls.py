"""Addresses of one's own interface keys."""

from django.urls import path

from shouwen.web.keys import views

urlpatterns = [
    path("keys/", views.own_keys, name="own-keys"),
    path("keys/<int:key_id>/take/", views.take, name="own-key-take"),
    path("keys/<int:key_id>/revoke/", views.revoke, name="own-key-revoke"),
]
