"""Addresses of 快捷回复."""

from django.urls import path

from shouwen.web.replies import views

urlpatterns = [
    path("replies/", views.replies, name="replies"),
    path("replies/new/", views.edit, name="reply-new"),
    path("replies/<int:reply_id>/", views.edit, name="reply"),
    path("replies/<int:reply_id>/remove/", views.remove, name="reply-remove"),
]
