"""Addresses of duties and cases."""

from django.urls import path

from shouwen.web.cases import (
    acting,
    bulk,
    conditions,
    context,
    exporting,
    hidden,
    home,
    intake,
    queues,
    saving,
    space,
    tabs,
    views,
)

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("home/", home.home, name="home-numbers"),
    path("cases/", space.cases, name="cases"),
    path("cases/queues/", queues.queues, name="queues"),
    path("cases/conditions/", conditions.conditions, name="conditions"),
    path("cases/conditions/value/", conditions.condition_value, name="condition-value"),
    path("cases/bulk/", bulk.bulk, name="bulk"),
    path("cases/export/", exporting.export, name="export"),
    path("exports/", exporting.exports, name="exports"),
    path("exports/<int:export_id>/decide/", exporting.decide, name="export-decide"),
    path("exports/<int:export_id>/file/", exporting.fetch, name="export-file"),
    path("cases/tabs/", tabs.tabs, name="open-tabs"),
    path("cases/<int:case_id>/tab/", tabs.tab, name="case-tab"),
    path("cases/<int:case_id>/context/", context.context, name="case-context"),
    path("cases/new/", intake.new, name="case-new"),
    path("cases/new/draft/", intake.draft, name="case-new-draft"),
    path("cases/new/caller/", intake.caller, name="caller"),
    path("cases/views/", saving.save_view, name="save-view"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/flow/", views.flow_chart, name="case-flow"),
    path("cases/<int:case_id>/step/", acting.finish_step, name="case-step"),
    path("cases/<int:case_id>/act/", acting.verb, name="case-act"),
    path("cases/<int:case_id>/message/", acting.message, name="case-message"),
    path("cases/<int:case_id>/hidden/<str:path>/", hidden.reveal, name="case-hidden"),
    path("cases/<int:case_id>/draft/", acting.draft, name="case-draft"),
    path("board/", views.board, name="board"),
]
