"""Everybody who was looked at, and what happened to them. No name, no birth date, no hospital number."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models

from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.trail.derived import Derived
from bedside.conduct.trail.models import Event, Kept
from bedside.values.moment import Moment
from bedside.values.wording import Text


class Person(Kept):
    """Somebody who was screened. `code` is `site-Snnn`; `source_key` a keyed digest of the stay in a hospital source,
    from which the stay cannot be found again without the site's own list; `recorded` the variables (parted by spaces)
    of which that source records every occurrence."""

    code = models.CharField(max_length=30, unique=True)
    site = models.CharField(max_length=20, db_index=True)
    source = models.CharField(max_length=200, blank=True)
    source_key = models.CharField(max_length=64, blank=True, db_index=True)
    recorded = models.TextField(blank=True)

    class Meta:
        db_table = "participants_person"


class Imported(Kept):
    """A record that came from a hospital source with a pre-screened person, as a fact that rules read."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="imported")
    variable = models.CharField(max_length=60)
    start_us = models.BigIntegerField()
    end_us = models.BigIntegerField()
    low = models.CharField(max_length=40)
    high = models.CharField(max_length=40)
    available_us = models.BigIntegerField()
    course = models.CharField(max_length=60, blank=True)
    because = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=200)
    written = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "participants_imported"


class NotEnrolled(Kept):
    """That the screening of a person ended without inclusion, with the criteria that were in the way."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="not_enrolled")
    criteria = models.CharField(max_length=300)
    other = models.TextField(null=True)
    other_salt = models.CharField(max_length=32, null=True)
    other_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("other",)

    class Meta:
        db_table = "participants_not_enrolled"


class ConsentStep(Kept):
    """One step through the states of consent (see `consent`), at the time it was taken, with what it stands on.

    `given` are the questions answered yes with the moment of each (JSON, microseconds UTC); `document` the version of
    the information that was read; `version` that of the protocol it is about; `signatory` who signed for the patient
    (see `consent_words.SIGNATORIES`; never a name).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="consent_steps")
    step = models.CharField(max_length=40)
    route = models.CharField(max_length=40, blank=True)
    at_us = models.BigIntegerField()
    document = models.CharField(max_length=20, blank=True)
    version = models.CharField(max_length=20)
    signatory = models.CharField(max_length=40, blank=True)
    given = models.TextField(blank=True)

    class Meta:
        db_table = "participants_consent_step"

    def moments(self, column: str) -> tuple[tuple[Text, Moment], ...]:
        """The questions answered yes, as they are asked, with the moment of each."""
        if column != "given" or not self.given:
            return ()
        questions = {each.name: each.asked for each in protocol_of(self.version).questions}
        return tuple((questions[name], Moment(at)) for name, at in json.loads(self.given).items())


class ConsentTakenBack(Kept):
    """That a step of a consent was recorded by mistake: it no longer counts, and stays where it was written."""

    step = models.OneToOneField(ConsentStep, models.PROTECT, related_name="taken_back")

    class Meta:
        db_table = "participants_consent_taken_back"


class Enrolled(Kept):
    """That a person was included: their number `site-nnn`, which nobody else ever gets, when, under which version of
    the protocol. What holds now is read off `Included`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    number = models.CharField(max_length=30, unique=True)
    at_us = models.BigIntegerField()
    version = models.CharField(max_length=20)

    class Meta:
        db_table = "participants_enrolled"


class EnrolmentCorrected(Kept):
    """That an inclusion took place at another time than was said; the latest counts."""

    enrolled = models.ForeignKey(Enrolled, models.PROTECT, related_name="corrections")
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "participants_enrolment_corrected"


class EnrolmentTakenBack(Kept):
    """That an inclusion was recorded by mistake: it no longer counts, and stays where it was written."""

    enrolled = models.OneToOneField(Enrolled, models.PROTECT, related_name="taken_back")

    class Meta:
        db_table = "participants_enrolment_taken_back"


class Included(Derived):
    """The inclusion of a person as it holds: not taken back, at the time that was last said of it."""

    event = models.OneToOneField(Event, models.DO_NOTHING, primary_key=True, related_name="+")
    person = models.OneToOneField(Person, models.DO_NOTHING, related_name="enrolled")
    number = models.CharField(max_length=30)
    at_us = models.BigIntegerField()
    version = models.CharField(max_length=20)

    made_from: ClassVar = (
        "participants_enrolled", "participants_enrolment_corrected", "participants_enrolment_taken_back",
    )  # fmt: skip
    statement: ClassVar = """
        SELECT enrolled.event_id, enrolled.person_id, enrolled.number, COALESCE((
            SELECT corrected.at_us FROM participants_enrolment_corrected AS corrected
            WHERE corrected.enrolled_id = enrolled.event_id ORDER BY corrected.event_id DESC LIMIT 1
        ), enrolled.at_us) AS at_us, enrolled.version
        FROM participants_enrolled AS enrolled WHERE NOT EXISTS (
            SELECT 1 FROM participants_enrolment_taken_back AS undone WHERE undone.enrolled_id = enrolled.event_id
        )"""

    class Meta:
        db_table = "participants_included"
        managed = False


class Happened(Kept):
    """That an event of the schedule happened to a participant: a death, a discharge, a withdrawal."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="happened")
    what = models.CharField(max_length=40)
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "participants_happened"


class TakenBack(Kept):
    """That an event was recorded by mistake: it no longer counts, and stays where it was written."""

    happened = models.OneToOneField(Happened, models.PROTECT, related_name="taken_back")

    class Meta:
        db_table = "participants_taken_back"


class Planned(Kept):
    """The moment that was agreed with the participant for a visit of the schedule; the latest counts, None is none."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="planned")
    visit = models.CharField(max_length=40)
    day = models.IntegerField(null=True)
    at_us = models.BigIntegerField(null=True)

    class Meta:
        db_table = "participants_planned"


class Deviation(Kept):
    """A departure from the protocol, and whether it may be a serious breach (None: not assessed yet).

    Its event says at which site; `person` is null where it is the site's as a whole: of a freezer, of a delegation.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="deviations", null=True)
    kind = models.CharField(max_length=60)
    criterion = models.CharField(max_length=20, blank=True)
    found_us = models.BigIntegerField()
    serious = models.BooleanField(null=True)
    told = models.TextField(null=True)
    told_salt = models.CharField(max_length=32, null=True)
    told_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("told",)

    class Meta:
        db_table = "participants_deviation"
