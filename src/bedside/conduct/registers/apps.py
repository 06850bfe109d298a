"""Names the application for Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers of a study."""

    name = "bedside.conduct.registers"
    label = "registers"
