"""Addresses of 管理."""

from django.urls import path

from shouwen.web.administration import audit, channels, importing, keys, people, person_acts, rights, units

urlpatterns = [
    path("admin/", channels.admin, name="admin"),
    path("admin/people/", people.people_list, name="admin-people"),
    path("admin/people/new/", people.person_new, name="admin-person-new"),
    path("admin/people/import/", importing.import_page, name="admin-import"),
    path("admin/people/import/template/", importing.import_template, name="admin-import-template"),
    path("admin/people/<int:person_id>/", people.person, name="admin-person"),
    path("admin/people/<int:person_id>/<slug:act>/", person_acts.person_act, name="admin-person-act"),
    path("admin/people/<int:person_id>/<slug:act>/<int:row>/", person_acts.person_act, name="admin-person-row"),
    path("admin/units/", units.units, name="admin-units"),
    path("admin/units/new/", units.unit_new, name="admin-unit-new"),
    path("admin/units/<int:unit_id>/<slug:act>/", units.unit_act, name="admin-unit-act"),
    path("admin/posts/", units.posts, name="admin-posts"),
    path("admin/scopes/", rights.scopes, name="admin-scopes"),
    path("admin/scopes/grant/", rights.scope_grant, name="admin-scope-grant"),
    path("admin/scopes/withdraw/", rights.scope_withdraw, name="admin-scope-withdraw"),
    path("admin/scopes/first/", rights.first_scopes, name="admin-scopes-first"),
    path("admin/keys/", keys.keys, name="admin-keys"),
    path("admin/keys/new/", keys.key_new, name="admin-key-new"),
    path("admin/keys/<int:key_id>/revoke/", keys.key_revoke, name="admin-key-revoke"),
    path("admin/offices/", rights.offices, name="admin-offices"),
    path("admin/offices/<slug:office>/appoint/", rights.appoint, name="admin-appoint"),
    path("admin/offices/dismiss/<int:person_id>/", rights.dismiss, name="admin-dismiss"),
    path("admin/offices/reset/<int:person_id>/", rights.reset_peer, name="admin-peer-reset"),
    path("admin/audit/", audit.audit, name="admin-audit"),
    path("admin/audit/check/", audit.integrity, name="admin-integrity"),
    path("admin/audit/export/", audit.audit_export, name="admin-audit-export"),
    path("admin/exports/", audit.exports, name="admin-exports"),
    path("admin/channels/", channels.channels, name="admin-channels"),
    path("admin/categories/", channels.categories, name="admin-categories"),
]
