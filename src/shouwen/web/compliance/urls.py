"""Addresses of 条款执行."""

from django.urls import path

from shouwen.web.compliance import views

urlpatterns = [
    path("compliance/", views.compliance, name="compliance"),
    path("compliance/brief/", views.brief, name="compliance-brief"),
]
