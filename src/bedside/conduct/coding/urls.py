"""The addresses of coding."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.coding import views

urlpatterns: list[URLPattern] = [
    path("", views.terms, name="coding"),
    path("terms.csv", views.export, name="coding-export"),
    path("<int:number>/", views.one, name="coding-one"),
    path("<int:number>/code/", views.code, name="coding-code"),
]
