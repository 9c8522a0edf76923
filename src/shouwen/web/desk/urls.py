"""Addresses behind the frame's own buttons."""

from django.urls import path

from shouwen.web.desk import articles, finding, live, views

urlpatterns = [
    path("search/", finding.search, name="search"),
    path("search/quick/", finding.quick, name="quick"),
    path("search/latin/", finding.latin, name="latin"),
    path("articles/<path:key>/<str:name>/", articles.article, name="article"),
    path("notices/", views.notices, name="notices"),
    path("notices/count/", views.notice_count, name="notice-count"),
    path("preferences/", views.preferences, name="preferences"),
    path("time-machine/", views.time_machine, name="time-machine"),
    path("live/", live.live, name="live"),
]
