"""Names the application for Django."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Coding."""

    name = "bedside.conduct.coding"
    label = "coding"
