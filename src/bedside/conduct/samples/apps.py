"""Names the application for Django."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    """Research samples."""

    name = "bedside.conduct.samples"
    label = "samples"
