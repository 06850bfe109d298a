"""What was frozen, locked or opened again: one row an act, never changed. What holds now is read off the rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.locks.scopes import Scope
from bedside.conduct.trail.models import Kept


class Scoped(Kept):
    """A row about a scope; parts that are empty do not narrow it."""

    site = models.CharField(max_length=20, blank=True)
    participant = models.CharField(max_length=30, blank=True)
    visit = models.CharField(max_length=40, blank=True)
    day = models.IntegerField(null=True)
    form = models.CharField(max_length=60, blank=True)
    number = models.IntegerField(default=1)
    item = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def scope(self) -> Scope:
        """What it is about."""
        return Scope(self.site, self.participant, self.visit, self.day, self.form, self.number, self.item)


class Closing(Scoped):
    """That a scope became frozen, locked or open; the reason is the event's."""

    state = models.CharField(max_length=10)

    class Meta:
        db_table = "locks_closing"
        indexes: ClassVar = [models.Index(fields=["site", "participant"])]
