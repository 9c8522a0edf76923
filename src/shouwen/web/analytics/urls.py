"""Addresses of 导入回放 and of what was learnt from history."""

from django.urls import path

from shouwen.web.analytics import views

urlpatterns = [
    path("history/", views.history, name="history"),
    path("guesses/", views.guesses, name="guesses"),
]
