"""Addresses of duties and cases."""

from django.urls import path

from shouwen.web.cases import acting, hidden, intake, views

urlpatterns = [
    path("", views.tasks, name="tasks"),
    path("cases/", views.cases, name="cases"),
    path("cases/new/", intake.new, name="case-new"),
    path("cases/new/draft/", intake.draft, name="case-new-draft"),
    path("cases/new/caller/", intake.caller, name="caller"),
    path("cases/views/", intake.save_view, name="save-view"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/flow/", views.flow_chart, name="case-flow"),
    path("cases/<int:case_id>/step/", acting.finish_step, name="case-step"),
    path("cases/<int:case_id>/act/", acting.verb, name="case-act"),
    path("cases/<int:case_id>/message/", acting.message, name="case-message"),
    path("cases/<int:case_id>/hidden/<str:path>/", hidden.reveal, name="case-hidden"),
    path("cases/<int:case_id>/draft/", acting.draft, name="case-draft"),
    path("board/", views.board, name="board"),
]
