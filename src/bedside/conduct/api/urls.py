"""The addresses of the API, and of its page for people."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from bedside.conduct.api import views
from bedside.conduct.api.errors import no_such_address
from bedside.conduct.api.operations import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.operations, name="api_operations"),
    path("v1/", no_such_address, name="api_nothing_here"),
    path("v1/", api.urls),
    path("v1/<path:anything>", no_such_address, name="api_no_such_address"),
]
