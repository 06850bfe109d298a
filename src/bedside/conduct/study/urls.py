"""The addresses of study."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.study import views, views_notices

urlpatterns: list[URLPattern] = [
    path("", views.study, name="study"),
    path("status/", views.change_status, name="study_status"),
    path("settings/", views.settings, name="study_settings"),
    path("settings/choose/", views.choose, name="study_choose"),
    path("notices/", views_notices.held, name="study_notices"),
    path("notices/register/", views_notices.register, name="study_notice_register"),
    path("notices/<int:number>/end/", views_notices.end, name="study_notice_end"),
    path("dossier/", views.dossier, name="study_dossier"),
    path("dossier/traceability.csv", views.traceability, name="study_traceability"),
    path("roles", views.roles, name="study_roles"),
    path("roles.csv", views.roles_csv, name="study_roles_csv"),
]
