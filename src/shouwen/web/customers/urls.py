"""Addresses of customers."""

from django.urls import path

from shouwen.web.customers import exporting, importing, views

urlpatterns = [
    path("customers/", views.customers, name="customers"),
    path("customers/new/", views.new, name="customer-new"),
    path("customers/import/", importing.table, name="customer-imports"),
    path("customers/import/template/", importing.template, name="customer-import-template"),
    path("customers/import/<int:import_id>/", importing.one, name="customer-import"),
    path("customers/import/<int:import_id>/faults/", importing.faults, name="customer-import-faults"),
    path("customers/export/", exporting.exports, name="customer-exports"),
    path("customers/export/<int:export_id>/decide/", exporting.decide, name="customer-export-decide"),
    path("customers/export/<int:export_id>/file/", exporting.fetch, name="customer-export-file"),
    path("customers/<int:customer_id>/", views.customer, name="customer"),
    path("customers/<int:customer_id>/reveal/<int:contact_id>/", views.reveal, name="reveal-contact"),
]
