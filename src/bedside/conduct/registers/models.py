"""What the registers hold: each line a row that was written once; where a line stands is read off the rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from bedside.conduct.participants.models import Deviation
from bedside.conduct.trail.models import Kept


class Told(Kept):
    """A row with a text that people typed."""

    told = models.TextField(null=True)
    told_salt = models.CharField(max_length=32, null=True)
    told_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("told",)

    class Meta:
        abstract = True


class Classified(Told):
    """How grave the sponsor finds a deviation, and since when it knows of it; the latest counts."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="classified")
    severity = models.CharField(max_length=20)
    aware_us = models.BigIntegerField()

    class Meta:
        db_table = "registers_classified"


class Notified(Kept):
    """That the authority was told of a serious breach, under which reference."""

    deviation = models.OneToOneField(Deviation, models.PROTECT, related_name="notified")
    at_us = models.BigIntegerField()
    reference = models.CharField(max_length=100)

    class Meta:
        db_table = "registers_notified"


class Measure(Told):
    """A corrective or preventive action about a deviation, to be done by a day (ISO 8601)."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=20)
    due_day = models.CharField(max_length=10)

    class Meta:
        db_table = "registers_measure"


class MeasureDone(Kept):
    """That it was done on a day (ISO 8601)."""

    measure = models.OneToOneField(Measure, models.PROTECT, related_name="done")
    day = models.CharField(max_length=10)

    class Meta:
        db_table = "registers_measure_done"


class Closed(Kept):
    """That a deviation was closed as it was classified then: classified anew, it is open again."""

    classified = models.OneToOneField(Classified, models.PROTECT, related_name="closed")

    class Meta:
        db_table = "registers_closed"


class Urgent(Told):
    """An urgent safety measure, when it was taken; `site` is empty where it is for all."""

    site = models.CharField(max_length=20, blank=True)
    taken_us = models.BigIntegerField()

    class Meta:
        db_table = "registers_urgent"


class UrgentNotified(Kept):
    """That the authority was told of it, under which reference."""

    urgent = models.OneToOneField(Urgent, models.PROTECT, related_name="notified")
    at_us = models.BigIntegerField()
    reference = models.CharField(max_length=100)

    class Meta:
        db_table = "registers_urgent_notified"


class SiteItem(Kept):
    """That an item of a site's initiation is there since a day (ISO 8601; empty: it is not, after all)."""

    site = models.CharField(max_length=20, db_index=True)
    item = models.CharField(max_length=20)
    day = models.CharField(max_length=10, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "registers_site_item"


class SiteStep(Kept):
    """The state of a site since this event."""

    site = models.CharField(max_length=20, db_index=True)
    state = models.CharField(max_length=20)

    class Meta:
        db_table = "registers_site_step"


class Delegated(Kept):
    """Tasks (parted by spaces) that an investigator delegates to somebody at a site, from a day, perhaps until one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    site = models.CharField(max_length=20, db_index=True)
    tasks = models.CharField(max_length=200)
    from_day = models.CharField(max_length=10)
    to_day = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "registers_delegated"


class Accepted(Kept):
    """That who was to do it accepted it, logged in as themselves."""

    delegated = models.OneToOneField(Delegated, models.PROTECT, related_name="accepted")

    class Meta:
        db_table = "registers_accepted"


class LogSignature(Kept):
    """That a line of the log was signed, by who delegates or by who accepts: the signer's name as it is printed, and
    the words that they read (21 CFR 11.50). Its line never changes, so it holds for good.
    """

    delegated = models.ForeignKey(Delegated, models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=20)
    said = models.CharField(max_length=500)
    signed_as = models.TextField(null=True)
    signed_as_salt = models.CharField(max_length=32, null=True)
    signed_as_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("signed_as",)

    class Meta:
        db_table = "registers_log_signature"
        unique_together: ClassVar = [("delegated", "part")]


class DelegationEnded(Kept):
    """That a delegation holds until a day (ISO 8601, included) and no longer."""

    delegated = models.OneToOneField(Delegated, models.PROTECT, related_name="ended")
    to_day = models.CharField(max_length=10)

    class Meta:
        db_table = "registers_delegation_ended"


class Required(Kept):
    """Whether a role needs a training, and which version of it (empty: any); the latest of a role and topic counts."""

    role = models.CharField(max_length=40)
    topic = models.CharField(max_length=20)
    version = models.CharField(max_length=20, blank=True)
    needed = models.BooleanField()

    class Meta:
        db_table = "registers_required"


class Trained(Kept):
    """That somebody was trained on a day (ISO 8601), by which certificate or list of presence."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20)
    version = models.CharField(max_length=20, blank=True)
    day = models.CharField(max_length=10)
    reference = models.CharField(max_length=200)

    class Meta:
        db_table = "registers_trained"
