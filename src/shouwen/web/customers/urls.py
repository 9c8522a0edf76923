"""Addresses of customers."""

from django.urls import path

from shouwen.web.customers import views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/new/", views.new, name="customer-new"),
    path("customers/<int:customer_id>/", views.customer, name="customer"),
    path("customers/<int:customer_id>/reveal/<int:contact_id>/", views.reveal, name="reveal-contact"),
]
