"""Names the application for Django."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Monitoring."""

    name = "bedside.conduct.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """The review of the trail lists changes after verification too; a consent that ended asks about what came
        after its end."""
        from bedside.conduct.monitoring.actions import ask_about_later
        from bedside.conduct.monitoring.verification import changed_after
        from bedside.conduct.participants.following import follow
        from bedside.conduct.trail.reviewing import look_for

        look_for("verified", changed_after)
        follow(ask_about_later)
