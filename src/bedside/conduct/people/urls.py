"""The addresses of people."""

from __future__ import annotations

from django.urls import URLPattern, path

from bedside.conduct.people import views

urlpatterns: list[URLPattern] = [
    path("", views.everybody, name="people"),
    path("add/", views.add, name="people_add"),
    path("of/<str:username>/", views.one, name="people_one"),
    path("of/<str:username>/role/", views.give, name="people_give"),
    path("of/<str:username>/role/<int:grant>/end/", views.take_back, name="people_take_back"),
    path("of/<str:username>/shut-out/", views.shut_out, name="people_shut_out"),
    path("of/<str:username>/reopen/", views.reopen, name="people_reopen"),
    path("of/<str:username>/password/", views.renew, name="people_renew"),
    path("of/<str:username>/second-factor/", views.take_factor, name="people_take_factor"),
]
