"""The addresses of laboratory."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.laboratory import views

urlpatterns: list[URLPattern] = [
    path("ranges/", views.ranges, name="laboratory-ranges"),
    path("ranges/add/", views.add, name="laboratory-add"),
    path("ranges/<int:number>/end/", views.end, name="laboratory-end"),
    path("ranges/upload/", views.upload, name="laboratory-upload"),
    path("ranges/keep/", views.keep, name="laboratory-keep"),
    path("ranges/ranges.csv", views.export, name="laboratory-export"),
]
