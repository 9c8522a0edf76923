"""Addresses of papers and files."""

from django.urls import path

from shouwen.web.documents import signing, views

urlpatterns = [
    path("documents/<int:document_id>/paper.pdf", views.pdf, name="document-pdf"),
    path("documents/<int:document_id>/paper.docx", views.docx, name="document-docx"),
    path("documents/<int:document_id>/sign/", views.sign, name="document-sign"),
    path("cases/<int:case_id>/papers/", views.papers, name="case-papers"),
    path("cases/<int:case_id>/papers/<str:paper>.pdf", views.form_pdf, name="form-pdf"),
    path("cases/<int:case_id>/papers/<str:paper>.docx", views.form_docx, name="form-docx"),
    path("cases/<int:case_id>/papers/<str:paper>/sign/", views.sign_form, name="form-sign"),
    path("documents/<int:document_id>/link/", signing.link_document, name="document-link"),
    path("cases/<int:case_id>/papers/<str:paper>/link/", signing.link_form, name="form-link"),
    path("signing-links/<int:link_id>/revoke/", signing.revoke_link, name="link-revoke"),
    path("s/<str:token>/", signing.sign, name="sign-link"),
    path("deliveries/<int:delivery_id>/receive/", views.receive, name="document-receive"),
    path("files/<int:file_id>/", views.file, name="file"),
]
