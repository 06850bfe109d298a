"""The addresses of the pictures: those of the study, of a site, of one participant."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.pictures import views

study: list[URLPattern] = [
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/<str:name>", views.dashboard_file, name="dashboard-file"),
]
site: list[URLPattern] = [path("alerts/", views.site_alerts, name="site-alerts")]
person: list[URLPattern] = [
    path("figures/", views.figures, name="figures"),
    path("figures/<str:name>", views.figures_file, name="figures-file"),
]
