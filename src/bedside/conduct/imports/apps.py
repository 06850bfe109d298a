"""Names the application for Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Imports."""

    name = "bedside.conduct.imports"
    label = "imports"
