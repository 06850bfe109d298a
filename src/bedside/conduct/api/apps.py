"""Names the application for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """API."""

    name = "bedside.conduct.api"
    label = "api"
