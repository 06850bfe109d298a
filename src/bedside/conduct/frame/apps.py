"""Names the application for Django."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Frame."""

    name = "bedside.conduct.frame"
    label = "frame"
