"""Names the application for Django."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Today."""

    name = "bedside.conduct.today"
    label = "today"
