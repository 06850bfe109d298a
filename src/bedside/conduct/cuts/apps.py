"""Names the application for Django."""

from django.apps import AppConfig


class CutsConfig(AppConfig):
    """What leaves the study."""

    name = "bedside.conduct.cuts"
    label = "cuts"
