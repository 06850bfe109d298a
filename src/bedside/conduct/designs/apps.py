"""Names the application for Django."""

from django.apps import AppConfig


class DesignsConfig(AppConfig):
    """Designs and simulations."""

    name = "bedside.conduct.designs"
    label = "designs"
