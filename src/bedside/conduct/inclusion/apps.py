"""Names the application for Django."""

from django.apps import AppConfig


class InclusionConfig(AppConfig):
    """Inclusion."""

    name = "bedside.conduct.inclusion"
    label = "inclusion"
