"""The addresses of participants."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.participants import views

urlpatterns: list[URLPattern] = [path("consent/", views.consent_page, name="consent")]
