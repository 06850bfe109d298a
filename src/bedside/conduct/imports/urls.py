"""The addresses of imports."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.imports import views, views_layouts

urlpatterns: list[URLPattern] = [
    path("imports/", views.imports, name="imports"),
    path("imports/look/", views.look, name="imports-look"),
    path("imports/keep/", views.keep, name="imports-keep"),
    path("imports/held/<int:number>/", views.settle, name="imports-settle"),
    path("imports/layouts/", views_layouts.layouts, name="imports-layouts"),
    path("imports/layouts/add/", views_layouts.add, name="imports-layout-add"),
]
