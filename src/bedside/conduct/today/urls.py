"""The addresses of one site."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.today import views

urlpatterns: list[URLPattern] = [
    path("", views.today, name="today"),
    path("newly/", views.newly, name="newly"),
    path("found-ineligible/", views.found_ineligible, name="found-ineligible"),
    path("screening/", views.screening, name="screening"),
    path("screening/flow/", views.flow, name="flow"),
    path("screening/new/", views.new, name="new_screening"),
    path("participants/", views.participants, name="participants"),
]
