"""Every address of the application; each application lists its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bedside.conduct.amending import urls as amending
from bedside.conduct.api import urls_tokens
from bedside.conduct.closing import urls as closing
from bedside.conduct.frame import views
from bedside.conduct.people import views as people
from bedside.conduct.pharmacy import urls as pharmacy
from bedside.conduct.pictures import urls as pictures
from bedside.conduct.registers import urls as urls_registers
from bedside.conduct.safety import urls as safety
from bedside.conduct.samples import urls as samples

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("language/setlang/", people.choose_language, name="set_language"),
    path("account/tokens/", include(urls_tokens.own)),
    path("account/", include("bedside.conduct.people.urls_account")),
    path("study/", include(pictures.study)),
    path("study/", include("bedside.conduct.study.urls")),
    path("study/", include(amending.study)),
    path("study/registers/", include(urls_registers.study)),
    path("pharmacy/", include(pharmacy.study)),
    path("cuts/", include("bedside.conduct.cuts.urls")),
    path("designs/", include("bedside.conduct.designs.urls")),
    path("study/", include(closing.of_study)),
    path("study/coding/", include("bedside.conduct.coding.urls")),
    path("people/tokens/", include(urls_tokens.everybody)),
    path("people/", include("bedside.conduct.people.urls")),
    path("api/", include("bedside.conduct.api.urls")),
    path("trail/", include("bedside.conduct.trail.urls")),
    path("", include("bedside.conduct.monitoring.urls")),
    path("sites/<str:site>/", include("bedside.conduct.today.urls")),
    path("sites/<str:site>/", include(pictures.site)),
    path("sites/<str:site>/ward/", include("bedside.conduct.ward.urls")),
    path("sites/<str:site>/", include("bedside.conduct.laboratory.urls")),
    path("sites/<str:site>/", include(urls_registers.site)),
    path("sites/<str:site>/", include(pharmacy.site)),
    path("sites/<str:site>/", include(closing.of_site)),
    path("sites/<str:site>/", include(amending.site)),
    path("sites/<str:site>/", include("bedside.conduct.imports.urls")),
    path("sites/<str:site>/samples/", include(samples.site)),
    path("safety/", include(safety.study)),
    path("participants/<str:code>/safety/", include(safety)),
    path("participants/<str:code>/samples/", include(samples.person)),
    path("participants/<str:code>/", include("bedside.conduct.participants.urls")),
    path("participants/<str:code>/", include("bedside.conduct.inclusion.urls")),
    path("participants/<str:code>/", include("bedside.conduct.casebook.urls")),
    path("participants/<str:code>/", include(pharmacy.participant)),
    path("participants/<str:code>/", include(closing.of_participant)),
    path("participants/<str:code>/", include(pictures.person)),
]
handler400 = "bedside.conduct.frame.views.not_understood"
handler403 = "bedside.conduct.frame.views.not_allowed"
handler404 = "bedside.conduct.frame.views.not_found"
handler500 = "bedside.conduct.frame.views.broken"
