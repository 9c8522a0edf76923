"""Addresses of 制度."""

from django.urls import path

from shouwen.web.rulebook import (
    authority,
    clauses,
    confirming,
    drafts,
    editing,
    flow_page,
    publishing,
    rule_page,
    trial_page,
    views,
)

urlpatterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:draft_id>/", editing.draft, name="draft"),
    path("drafts/<int:draft_id>/clause/", editing.save_clause, name="draft-clause"),
    path("drafts/<int:draft_id>/clauses/add/", clauses.add, name="draft-clause-add"),
    path("drafts/<int:draft_id>/clauses/number/", clauses.renumber, name="draft-clause-number"),
    path("drafts/<int:draft_id>/clauses/remove/", clauses.remove, name="draft-clause-remove"),
    path("drafts/<int:draft_id>/rule/", editing.save_rule, name="draft-rule"),
    path("drafts/<int:draft_id>/part/", rule_page.rule, name="draft-part"),
    path("drafts/<int:draft_id>/check/", rule_page.check, name="draft-check"),
    path("drafts/<int:draft_id>/remove/", rule_page.remove, name="draft-remove"),
    path("drafts/<int:draft_id>/flow/", flow_page.change, name="draft-flow"),
    path("drafts/<int:draft_id>/file/", editing.file, name="draft-file"),
    path("drafts/<int:draft_id>/compare/", publishing.compare, name="draft-compare"),
    path("drafts/<int:draft_id>/preview/", trial_page.preview, name="draft-preview"),
    path("drafts/<int:draft_id>/suggestions/", publishing.suggestions, name="draft-suggestions"),
    path("drafts/<int:draft_id>/publish/", publishing.publish, name="draft-publish"),
    path("drafts/<int:draft_id>/export/", publishing.export, name="draft-export"),
    path("rulebooks/", views.index, name="rulebooks"),
    path("rulebooks/<path:key>/clause/<str:clause_id>/", views.clause, name="clause"),
    path("rulebooks/<path:key>/procedure/<str:name>/", views.procedure, name="procedure"),
    path("rulebooks/<path:key>/table/<str:name>/", authority.table, name="table"),
    path("rulebooks/<path:key>/confirm/", confirming.to_confirm, name="to-confirm"),
    path("rulebooks/<path:key>/read/", views.clause, name="rulebook"),
]
