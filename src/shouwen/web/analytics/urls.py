"""Address of 导入与回放."""

from django.urls import path

from shouwen.web.analytics import views

urlpatterns = [path("history/", views.history, name="history")]
