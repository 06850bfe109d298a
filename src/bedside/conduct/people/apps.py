"""Names the application for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "bedside.conduct.people"
    label = "people"
