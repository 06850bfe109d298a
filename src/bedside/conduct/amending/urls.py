"""The addresses of amending: those of the study, and of a site."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.amending import views

study: list[URLPattern] = [
    path("versions/", views.versions, name="versions"),
    path("versions/<str:version>/", views.version, name="version"),
]
site: list[URLPattern] = [
    path("versions/<str:version>/", views.dry_run, name="dry-run"),
    path("versions/<str:version>/impact.csv", views.impact_csv, name="dry-run-csv"),
    path("versions/<str:version>/approve/", views.approve, name="approve-version"),
]
