"""Names the application for Django."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Freezing, locking, signing."""

    name = "bedside.conduct.closing"
    label = "closing"
