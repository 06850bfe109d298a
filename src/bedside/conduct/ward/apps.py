"""Names the application for Django."""

from django.apps import AppConfig


class WardConfig(AppConfig):
    """The ward."""

    name = "bedside.conduct.ward"
    label = "ward"
