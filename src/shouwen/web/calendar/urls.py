"""Addresses of 工作日历."""

from django.urls import path

from shouwen.web.calendar import notice, views

urlpatterns = [
    path("calendar/", views.month, name="calendar"),
    path("calendar/day/", views.change, name="calendar-day"),
    path("calendar/notice/", notice.notice, name="calendar-notice"),
]
