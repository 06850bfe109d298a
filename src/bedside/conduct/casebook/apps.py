"""Names the application for Django."""

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    """Casebook."""

    name = "bedside.conduct.casebook"
    label = "casebook"
