"""Addresses of 制度."""

from django.urls import path

from shouwen.web.rulebook import authority, confirming, drafts, editing, publishing, suggesting, views

urlpatterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:draft_id>/", editing.draft, name="draft"),
    path("drafts/<int:draft_id>/clause/", editing.save_clause, name="draft-clause"),
    path("drafts/<int:draft_id>/rule/", editing.save_rule, name="draft-rule"),
    path("drafts/<int:draft_id>/file/", editing.file, name="draft-file"),
    path("drafts/<int:draft_id>/compare/", publishing.compare, name="draft-compare"),
    path("drafts/<int:draft_id>/preview/", publishing.preview, name="draft-preview"),
    path("drafts/<int:draft_id>/suggestions/", suggesting.suggestions, name="draft-suggestions"),
    path("drafts/<int:draft_id>/publish/", publishing.publish, name="draft-publish"),
    path("drafts/<int:draft_id>/export/", publishing.export, name="draft-export"),
    path("rulebooks/", views.index, name="rulebooks"),
    path("rulebooks/<path:key>/clause/<str:clause_id>/", views.clause, name="clause"),
    path("rulebooks/<path:key>/procedure/<str:name>/", views.procedure, name="procedure"),
    path("rulebooks/<path:key>/table/<str:name>/", authority.table, name="table"),
    path("rulebooks/<path:key>/confirm/", confirming.to_confirm, name="to-confirm"),
    path("rulebooks/<path:key>/read/", views.clause, name="rulebook"),
]
