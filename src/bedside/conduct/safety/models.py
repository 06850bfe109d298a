"""What was told of serious events, by whom and when; what the sponsor made of it; what left for the authority; which
infections are told as which events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.casebook.models import Sheet
from bedside.conduct.participants.models import Person
from bedside.conduct.trail.models import Kept


class Report(Kept):
    """What the site told the sponsor of one event: 1 is the initial report, those after it are follow-ups.

    `contents` is the adverse event form as it stood then (JSON: item -> code or text); the form goes on, this stays.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="safety_reports")
    number = models.IntegerField()
    aware_us = models.BigIntegerField()
    told_us = models.BigIntegerField()
    contents = models.TextField(null=True)
    contents_salt = models.CharField(max_length=32, null=True)
    contents_digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(null=True)
    note_salt = models.CharField(max_length=32, null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("contents", "note")

    class Meta:
        db_table = "safety_report"
        unique_together: ClassVar = [("sheet", "number")]


class Confirmation(Kept):
    """That an investigator holds what stands on an event's form to be so: the versions of its judged items that
    somebody else wrote, by their numbers in the trail, parted by spaces.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="confirmations")
    entries = models.CharField(max_length=400)

    class Meta:
        db_table = "safety_confirmation"


class Learned(Kept):
    """When somebody at the site knew of the news on an event's form that was not told yet; the latest counts."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="learned")
    aware_us = models.BigIntegerField()

    class Meta:
        db_table = "safety_learned"


class Language(Kept):
    """The language (`en`, `fr`) in which the texts of a report are written, as whoever made it says."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="language")
    code = models.CharField(max_length=2)

    class Meta:
        db_table = "safety_language"


class Receipt(Kept):
    """That the sponsor received a report, when, and which of the minimum criteria it held (parted by spaces).

    A later one of the same report corrects it: the latest counts, and why is the reason of its event.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="receipts")
    received_us = models.BigIntegerField()
    criteria = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "safety_receipt"


class Assessment(Kept):
    """The sponsor's view of an event, upon one of its reports; the latest counts, the investigator's stays beside it.

    `relation` is `related` or `unrelated`, `expected` is `expected` or `unexpected` by `reference`, the version of the
    reference safety information.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="assessments")
    relation = models.CharField(max_length=20)
    expected = models.CharField(max_length=20)
    reference = models.CharField(max_length=60)
    because = models.TextField(null=True)
    because_salt = models.CharField(max_length=32, null=True)
    because_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("because",)

    class Meta:
        db_table = "safety_assessment"


class Informed(Kept):
    """When the sponsor received the information by which a view of it makes an event reportable that was not."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="informed")
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "safety_informed"


class Submission(Kept):
    """That a report was sent to an authority, when, and the reference it was given there."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    authority = models.CharField(max_length=60)
    reference = models.CharField(max_length=100)
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "safety_submission"


class Unsent(Kept):
    """That a submission was written down by mistake; why is the reason of its event."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="unsent")

    class Meta:
        db_table = "safety_unsent"


class Message(Kept):
    """A mail that is to be sent: it names a site and a participant's number, never a person, never what happened.

    It is about a report; without one, a `Reminder` says what it is about.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="message", null=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        db_table = "safety_message"


class Reminder(Kept):
    """What a mail reminds of: a clock of an event, by its duty and its end; `late`: it has run out."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="reminder")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="reminders")
    duty = models.CharField(max_length=40)
    due_us = models.BigIntegerField()
    late = models.BooleanField()

    class Meta:
        db_table = "safety_reminder"
        constraints = (
            models.UniqueConstraint(fields=["sheet", "duty", "due_us", "late"], name="one_reminder_of_a_clock"),
        )


class Sending(Kept):
    """One try at sending a mail; `error` is empty where the mail server took it."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="sendings")
    recipients = models.CharField(max_length=500)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "safety_sending"


class Pregnancy(Kept):
    """What the site told the sponsor of a pregnancy of a participant or a partner: 1 first, then follow-ups.

    `whose` is `participant` or `partner`; `outcome` a key of `pregnancies.OUTCOMES`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="pregnancies")
    which = models.IntegerField()
    number = models.IntegerField()
    whose = models.CharField(max_length=20)
    aware_us = models.BigIntegerField()
    told_us = models.BigIntegerField()
    outcome = models.CharField(max_length=40)
    note = models.TextField(null=True)
    note_salt = models.CharField(max_length=32, null=True)
    note_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("note",)

    class Meta:
        db_table = "safety_pregnancy"
        unique_together: ClassVar = [("person", "which", "number")]


class Link(Kept):
    """That an infection (its sheet) is told as an adverse event (on another); until an `Unlink` of it."""

    infection = models.ForeignKey(Sheet, models.PROTECT, related_name="links_to_event")
    told_on = models.ForeignKey(Sheet, models.PROTECT, related_name="links_to_infection")

    class Meta:
        db_table = "safety_link"


class Unlink(Kept):
    """That a link does not hold any more; why is the reason of its event."""

    link = models.OneToOneField(Link, models.PROTECT, related_name="ended")

    class Meta:
        db_table = "safety_unlink"
