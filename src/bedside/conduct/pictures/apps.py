"""Names the application for Django."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Pictures and alerts."""

    name = "bedside.conduct.pictures"
    label = "pictures"
