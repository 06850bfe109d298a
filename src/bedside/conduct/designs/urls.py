"""The addresses of the design and of simulations."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.designs import views, views_simulations

urlpatterns: list[URLPattern] = [
    path("", views.design, name="design"),
    path("document/", views.document, name="design_document"),
    path("design.zip", views.files, name="design_files"),
    path("simulations/", views_simulations.simulations, name="simulations"),
    path("simulations/begin/", views_simulations.begin, name="simulation_begin"),
    path("simulations/<int:number>/", views_simulations.simulation, name="simulation"),
    path("simulations/<int:number>/state/", views_simulations.state, name="simulation_state"),
    path("simulations/<int:number>/report/", views_simulations.report, name="simulation_report"),
    path("simulations/<int:number>/files.zip", views_simulations.archive, name="simulation_files"),
    path("simulations/<int:number>/go-on/", views_simulations.go_on, name="simulation_go_on"),
    path("simulations/<int:number>/stop/", views_simulations.stop, name="simulation_stop"),
]
