"""The addresses of tokens: one's own under the account, everybody's under people."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.api import views_tokens as views

own: list[URLPattern] = [
    path("", views.own, name="tokens"),
    path("make/", views.make, name="tokens_make"),
    path("<str:public>/end/", views.end, name="tokens_end"),
]
everybody: list[URLPattern] = [
    path("", views.everybody, name="tokens_everybody"),
    path("of/<str:username>/make/", views.make_for, name="tokens_make_for"),
    path("<str:public>/end/", views.end_any, name="tokens_end_any"),
]
