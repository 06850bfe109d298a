"""Names the application for Django."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Trail."""

    name = "bedside.conduct.trail"
    label = "trail"
