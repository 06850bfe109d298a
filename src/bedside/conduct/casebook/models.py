"""What is written: forms filled, each save of each item a version, and the drafts that are not saved yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import User
from bedside.conduct.trail.models import Kept


class Sheet(Kept):
    """One occasion on which one form is filled for one person: a visit (and its day), an event, or unscheduled.

    `number` tells apart the occurrences of a form that repeats.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="sheets")
    visit = models.CharField(max_length=40)
    day = models.IntegerField(null=True)
    form = models.CharField(max_length=60)
    number = models.IntegerField(default=1)
    version = models.CharField(max_length=20)

    class Meta:
        db_table = "casebook_sheet"
        unique_together: ClassVar = [("person", "visit", "day", "form", "number")]


class Entry(Kept):
    """One version of one item: the text as typed and its unit, or why there is none; who says so (`originator`).

    `confirmed` is the check that was answered with a reason (the reason is the event's); empty where none fired.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="entries")
    item = models.CharField(max_length=60)
    number = models.IntegerField()
    typed = models.TextField(null=True)
    typed_salt = models.CharField(max_length=32, null=True)
    typed_digest = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    missing = models.CharField(max_length=20, blank=True)
    because = models.CharField(max_length=60, blank=True)
    assay = models.CharField(max_length=100, blank=True)
    originator = models.CharField(max_length=100)
    confirmed = models.CharField(max_length=200, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("typed",)

    class Meta:
        db_table = "casebook_entry"
        unique_together: ClassVar = [("sheet", "item", "number")]


class Computed(Kept):
    """One version of a value that the rules worked out, with the entries it was worked out from (JSON)."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="computed")
    item = models.CharField(max_length=60)
    number = models.IntegerField()
    low = models.CharField(max_length=40)
    high = models.CharField(max_length=40)
    inputs = models.TextField()

    class Meta:
        db_table = "casebook_computed"
        unique_together: ClassVar = [("sheet", "item", "number")]


class Checked(Kept):
    """That a check was shown for what somebody typed, before it was kept or corrected: the first answer is not lost.

    `typed` is empty where the check is that of privacy: a name that was taken out again stays out of the trail.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="checked")
    item = models.CharField(max_length=60)
    checks = models.CharField(max_length=200)
    typed = models.TextField(null=True)
    typed_salt = models.CharField(max_length=32, null=True)
    typed_digest = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=60, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("typed",)

    class Meta:
        db_table = "casebook_checked"


class Comment(Kept):
    """What somebody has to say beside an item. The event's reason is why a text that may identify somebody stays."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="comments")
    item = models.CharField(max_length=60)
    text = models.TextField(null=True)
    text_salt = models.CharField(max_length=32, null=True)
    text_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        db_table = "casebook_comment"


class Draft(models.Model):
    """What somebody has typed and not saved: the one table here that changes, outside the trail."""

    user = models.ForeignKey(User, models.CASCADE)
    sheet = models.ForeignKey(Sheet, models.CASCADE)
    typed = models.JSONField()
    base = models.JSONField()
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "casebook_draft"
        unique_together: ClassVar = [("user", "sheet")]
