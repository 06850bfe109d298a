"""Names the application for Django."""

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    """Casebook."""

    name = "bedside.conduct.casebook"
    label = "casebook"

    def ready(self) -> None:
        """What the rules worked out of a person is worked out anew when something else about them changes."""
        from bedside.conduct.casebook.actions_computed import recompute
        from bedside.conduct.participants.following import follow

        follow(recompute)
