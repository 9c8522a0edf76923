"""Addresses of 作业与发件."""

from django.urls import path

from shouwen.web.operations import views

urlpatterns = [
    path("operations/", views.operations, name="operations"),
    path("operations/retry/", views.retry, name="operations-retry"),
    path("operations/job/", views.run_job, name="operations-job"),
    path("operations/messages/<int:message_id>/", views.message, name="operations-message"),
    path("operations/messages/<int:message_id>/drop/", views.drop, name="operations-drop"),
]
