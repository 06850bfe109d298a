"""Names the application for Django."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Study."""

    name = "bedside.conduct.study"
    label = "study"
