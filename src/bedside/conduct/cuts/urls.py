"""The addresses of cuts."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.cuts import views

urlpatterns: list[URLPattern] = [
    path("", views.cuts, name="cuts"),
    path("take/", views.take, name="cuts_take"),
    path("<int:number>/", views.download, name="cuts_download"),
]
