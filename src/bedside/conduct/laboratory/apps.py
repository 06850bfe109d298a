"""Names the application for Django."""

from django.apps import AppConfig


class LaboratoryConfig(AppConfig):
    """The laboratory."""

    name = "bedside.conduct.laboratory"
    label = "laboratory"
