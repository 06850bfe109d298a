"""Names the application for Django."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Safety."""

    name = "bedside.conduct.safety"
    label = "safety"
