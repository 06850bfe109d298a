"""The addresses of trail."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.trail import views, views_redacting

urlpatterns: list[URLPattern] = [
    path("", views.trail, name="trail"),
    path("export.csv", views.export_csv, name="trail_csv"),
    path("export.json", views.export_json, name="trail_json"),
    path("review", views.review, name="trail_review"),
    path("field/<int:sheet>/<str:item>", views.field, name="trail-field"),
    path("<int:number>/redact/", views_redacting.redacting, name="trail-redact"),
    path("of/<str:code>/<path:place>", views.history, name="trail_of"),
]
