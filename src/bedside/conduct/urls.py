"""Every address of the application; each application lists its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bedside.conduct.frame import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("language/", include("django.conf.urls.i18n")),
    path("account/", include("bedside.conduct.people.urls_account")),
    path("study/", include("bedside.conduct.study.urls")),
    path("people/", include("bedside.conduct.people.urls")),
    path("trail/", include("bedside.conduct.trail.urls")),
    path("sites/<str:site>/", include("bedside.conduct.today.urls")),
    path("participants/<str:code>/", include("bedside.conduct.participants.urls")),
    path("participants/<str:code>/", include("bedside.conduct.inclusion.urls")),
    path("participants/<str:code>/", include("bedside.conduct.casebook.urls")),
]
handler400 = "bedside.conduct.frame.views.not_understood"
handler403 = "bedside.conduct.frame.views.not_allowed"
handler404 = "bedside.conduct.frame.views.not_found"
handler500 = "bedside.conduct.frame.views.broken"
