"""The addresses of one site: its day, its screening, its participants."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
