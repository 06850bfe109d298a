"""Names the application for Django."""

from django.apps import AppConfig


class LocksConfig(AppConfig):
    """What is frozen or locked."""

    name = "bedside.conduct.locks"
    label = "locks"
