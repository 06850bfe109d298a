"""Names the application for Django."""

from django.apps import AppConfig


class AmendingConfig(AppConfig):
    """Amendments."""

    name = "bedside.conduct.amending"
    label = "amending"
