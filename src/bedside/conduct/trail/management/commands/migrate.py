"""Django's `migrate`, after which the triggers are always there."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from bedside.conduct.trail import triggers


class Command(Migrate):
    """Migrate, then install the triggers anew."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options.get("plan") and not options.get("check_unapplied"):
            triggers.install()
