"""Names the application for Django."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """Participants."""

    name = "bedside.conduct.participants"
    label = "participants"
