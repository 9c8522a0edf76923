"""Addresses of presence, of the board, and of what supervisors decide."""

from django.urls import path

from shouwen.web.dispatch import board, duty, lists, people, views

urlpatterns = [
    path("presence/", views.presence, name="presence"),
    path("presence/seen/", views.seen, name="presence-seen"),
    path("cases/<int:case_id>/why/", views.why, name="case-why"),
    path("board/", board.board, name="board"),
    path("board/people/<int:person>/", people.person, name="board-person"),
    path("board/people/<int:person>/capacity/", people.capacity, name="capacity"),
    path("board/people/<int:person>/ability/", people.ability, name="board-ability"),
    path("duty/", duty.duty, name="duty"),
    path("duty/write/", duty.duty_write, name="duty-write"),
    path("duty/<int:shift>/drop/", duty.duty_drop, name="duty-drop"),
    path("supervisions/", lists.supervisions, name="supervisions"),
    path("overrides/", lists.overrides, name="overrides"),
    path("board/spots/<int:spot>/", views.spot_seen, name="spot-seen"),
]
