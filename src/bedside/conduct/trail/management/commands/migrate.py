"""Django's `migrate`, after which the triggers and the views are always there."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from bedside.conduct.trail import derived, triggers
from bedside.conduct.trail.migrating import quickly


class Command(Migrate):
    """Migrate without the views, then install triggers and views anew."""

    def handle(self, *args: Any, **options: Any) -> None:
        changes = not options.get("plan") and not options.get("check_unapplied")
        if changes:
            derived.drop()
        with quickly():
            super().handle(*args, **options)
        if changes:
            triggers.install()
            derived.install()
