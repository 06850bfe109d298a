"""The addresses of casebooks: the overview, the laboratory grid, the history of an item, and each sheet
(its page, and what is done to it)."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.casebook import views, views_history, views_laboratory, views_overview

_PLACES = (
    "<str:visit>/<int:day>/<str:form>/",
    "<str:visit>/<int:day>/<str:form>/<int:number>/",
    "<str:visit>/<str:form>/",
    "<str:visit>/<str:form>/<int:number>/",
)
_SHEETS = {"sheet": ("forms", views.sheet), "save": ("save", views.save), "draft": ("draft", views.draft),
           "discard": ("discard", views.discard), "comment": ("comment", views.comment)}  # fmt: skip

urlpatterns: list[URLPattern] = [
    path("casebook/", views_overview.casebook, name="casebook"),
    path("laboratory/", views_laboratory.laboratory, name="casebook-laboratory"),
    path("laboratory/save/", views_laboratory.save, name="casebook-laboratory-save"),
    path("history/<int:sheet>/<str:item>/", views_history.history, name="casebook-history"),
    *(
        path(f"{prefix}/{place}", view, name=f"casebook-{name}")
        for name, (prefix, view) in _SHEETS.items()
        for place in _PLACES
    ),
]
