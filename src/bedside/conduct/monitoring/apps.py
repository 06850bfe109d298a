"""Names the application for Django."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Monitoring."""

    name = "bedside.conduct.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """The review of the trail lists changes after verification too."""
        from bedside.conduct.monitoring.verification import changed_after
        from bedside.conduct.trail.reviewing import look_for

        look_for("verified", changed_after)
