"""What is never changed: the events of the trail, and the bases of every row that an event brought about.

An `Event` says who did what to what, when and why. A `Kept` row is what the event left behind; it is written once,
in the same transaction, and carries its event's number as its own key, so that no row is without an event. Both are
protected by the database itself (`triggers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from bedside.values.moment import Moment
from bedside.values.wording import Text


class Event(models.Model):
    """One entry of the trail. `digest` covers the row it brought about; `seal` chains it to all before it."""

    number = models.BigIntegerField(primary_key=True)
    at_us = models.BigIntegerField()
    actor = models.CharField(max_length=150)
    role = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    site = models.CharField(max_length=20, blank=True)
    participant = models.CharField(max_length=30, blank=True)
    place = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=200)
    reason = models.TextField(null=True)
    reason_salt = models.CharField(max_length=32, null=True)
    reason_digest = models.CharField(max_length=64, blank=True)
    detail = models.TextField(blank=True)
    kept_in = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    redactable: ClassVar[tuple[str, ...]] = ("reason",)

    class Meta:
        db_table = "trail_event"
        indexes: ClassVar = [
            models.Index(fields=["participant", "place", "number"]),
            models.Index(fields=["action", "number"]),
            models.Index(fields=["actor", "number"]),
        ]


class Kept(models.Model):
    """A row that is written once, with the event that brought it about.

    `redactable` names text columns that may one day be emptied; each has beside it `<name>_salt` and
    `<name>_digest`, and the trail holds only the digest, so that emptying leaves the chain whole.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")

    redactable: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def moments(self, column: str) -> tuple[tuple[Text, Moment], ...]:
        """What a column that holds moments by name says to people, in words; empty of any other column."""
        return ()


class Watch(Kept):
    """How a row that does change (an account) stood after this event: a salted digest of its state.

    The last watch of a row must tell of it as it is now, and every row must have one; so a change that was made behind
    the application's back is found, although the row is none of the trail's.
    """

    row_key = models.BigIntegerField()
    state_salt = models.CharField(max_length=32)
    state_digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @classmethod
    def states(cls, **only: int) -> Mapping[int, str]:
        """The state as it is now of every row that is watched, or only of some (`pk=7`), by key."""
        raise TypeError(f"{cls.__name__} does not say what it watches")

    @classmethod
    def called(cls, row_key: int) -> str:
        """What people call a row that is watched, for what is told of it."""
        return f"{cls._meta.verbose_name} {row_key}"


class Redaction(Kept):
    """That one text of one row was emptied: the only change ever made to a kept row."""

    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    column = models.CharField(max_length=60)

    class Meta:
        db_table = "trail_redaction"
        unique_together: ClassVar = [("table", "row", "column")]
