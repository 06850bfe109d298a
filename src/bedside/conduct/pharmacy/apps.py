"""Names the application for Django."""

from django.apps import AppConfig


class PharmacyConfig(AppConfig):
    """The accountability of the study drug."""

    name = "bedside.conduct.pharmacy"
    label = "pharmacy"
