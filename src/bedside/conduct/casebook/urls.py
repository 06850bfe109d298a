"""The addresses of casebook."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
