"""Addresses of 开始使用."""

from django.urls import path

from shouwen.web.start import posts, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/company/", views.company, name="start-company"),
    path("start/calendar/", views.calendar, name="start-calendar"),
    path("start/rulebook/", views.rulebook, name="start-rulebook"),
    path("start/units/", posts.units, name="start-units"),
    path("start/posts/", posts.posts, name="start-posts"),
    path("start/case/", views.first_case, name="start-case"),
]
