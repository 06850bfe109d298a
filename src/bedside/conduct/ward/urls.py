"""The addresses of a site's ward."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.ward import views

urlpatterns: list[URLPattern] = [
    path("", views.ward, name="ward"),
    path("report/<str:source>/", views.report, name="ward-report"),
]
