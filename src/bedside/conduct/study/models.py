"""What the study is: its protocol versions as approved artefacts, where each is in force, and its own status."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.trail.models import Kept


class Version(Kept):
    """One version of the protocol: the canonical JSON, as approved, under its hash.

    `reconsent` is what its amendment says: that participants must agree before it holds for them.
    """

    version = models.CharField(max_length=20, unique=True)
    hash = models.CharField(max_length=64)
    artefact = models.TextField()
    reconsent = models.BooleanField(default=False)

    class Meta:
        db_table = "study_version"
        ordering: ClassVar = ["event"]


class Approval(Kept):
    """That a version is in force at a site from a day on (ISO 8601).

    `reconsent` is what was stated then, of the site's participants; nothing else than the version says without reason.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="approvals")
    site = models.CharField(max_length=20)
    from_day = models.CharField(max_length=10)
    reconsent = models.BooleanField(default=False)

    class Meta:
        db_table = "study_approval"


class Notice(Kept):
    """A version of the information notice and consent form that the ethics committee approved: its number, the day of
    the approval and its reference, and the first day (ISO 8601) on which it is read to people.
    """

    number = models.CharField(max_length=20, unique=True)
    approved_day = models.CharField(max_length=10)
    from_day = models.CharField(max_length=10)
    reference = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "study_notice"


class NoticeEnded(Kept):
    """That a version of the notice is read to nobody after a day (ISO 8601)."""

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="ended")
    last_day = models.CharField(max_length=10)

    class Meta:
        db_table = "study_notice_ended"


class Status(Kept):
    """The study's recruitment status since this event."""

    status = models.CharField(max_length=40)

    class Meta:
        db_table = "study_status"


class Setting(Kept):
    """A choice that the study makes where protocol and law leave one; the latest of a name counts."""

    name = models.CharField(max_length=60)
    value = models.CharField(max_length=200)

    class Meta:
        db_table = "study_setting"


class Scenarios(Kept):
    """What a trial brings to be simulated, as it stood when it was kept: its file of scenarios (YAML), and how often
    each question of its protocol is answered yes (JSON)."""

    text = models.TextField()
    chances = models.TextField()

    class Meta:
        db_table = "study_scenarios"
        ordering: ClassVar = ["-event"]
