"""What is written of research samples: each act a row that is written once; where a tube or an aliquot stands is read
off the rows that count. One that was written by mistake is taken back by another row, and both stay.
"""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models

from bedside.conduct.participants.models import Person
from bedside.conduct.registers.models import Told
from bedside.conduct.trail.models import Event, Kept

Row = TypeVar("Row", bound=Kept)


class Timed(Told):
    """An act as it was said to have happened: `typed` is the time as canonical text (exact, a day, or empty for
    unknown), `first_us` and `last_us` the moments between which it lies then; an exact time is both."""

    typed = models.CharField(max_length=40, blank=True)
    first_us = models.BigIntegerField()
    last_us = models.BigIntegerField()

    class Meta:
        abstract = True


class Placed(Told):
    """About one kind of sample at one visit (`day` of a daily one) of a participant."""

    kind = models.CharField(max_length=60)
    visit = models.CharField(max_length=40)
    day = models.IntegerField(null=True)

    class Meta:
        abstract = True


class Draw(Placed, Timed):
    """That a tube was drawn. `label` is what stands on it: code, visit, kind, and `number` where it is not the first;
    `drawer` who drew it (see `words.DRAWERS`; never a name)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="draws")
    number = models.IntegerField(default=1)
    label = models.CharField(max_length=80, unique=True)
    drawer = models.CharField(max_length=20)

    class Meta:
        db_table = "samples_draw"


class NotDrawn(Placed):
    """That a tube was not drawn, and why (see `words.REASONS`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="not_drawn")
    because = models.CharField(max_length=20)

    class Meta:
        db_table = "samples_not_drawn"


class Processed(Timed):
    """That a tube was centrifuged, how it looked (see `words.LOOKS`), and whether its volume was enough."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="processed")
    haemolysis = models.CharField(max_length=20)
    enough = models.BooleanField()

    class Meta:
        db_table = "samples_processed"


class Aliquot(Kept):
    """One of the aliquots that were made of a tube; `label` is that of the tube and its `number`."""

    processed = models.ForeignKey(Processed, models.PROTECT, related_name="aliquots")
    number = models.IntegerField()
    label = models.CharField(max_length=90, unique=True)

    class Meta:
        db_table = "samples_aliquot"


class Freezer(Kept):
    """A freezer of a site, as it is called there."""

    site = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=60)

    class Meta:
        db_table = "samples_freezer"
        unique_together: ClassVar = [("site", "name")]


class Excursion(Told):
    """That a freezer was too warm between two moments, and how warm at most (degrees Celsius, as typed)."""

    freezer = models.ForeignKey(Freezer, models.PROTECT, related_name="excursions")
    from_us = models.BigIntegerField()
    until_us = models.BigIntegerField()
    highest = models.CharField(max_length=10)

    class Meta:
        db_table = "samples_excursion"


class Shipment(Kept):
    """A parcel of a site: to whom, by whom, with how much dry ice (kilograms, as typed; empty: none)."""

    site = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=40)
    destination = models.CharField(max_length=100)
    courier = models.CharField(max_length=60)
    dry_ice = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "samples_shipment"
        unique_together: ClassVar = [("site", "name")]


class Receipt(Told):
    """That a parcel was received, and in what condition (see `words.CONDITIONS`)."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="receipts")
    at_us = models.BigIntegerField()
    condition = models.CharField(max_length=20)

    class Meta:
        db_table = "samples_receipt"


class Unlisted(Kept):
    """Something that a parcel held and its list did not name: the label as it was read."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="unlisted")
    label = models.CharField(max_length=90)

    class Meta:
        db_table = "samples_unlisted"


class Batch(Kept):
    """A run of an assay: its number at the laboratory, the assay and the lot of its reagents, the day (ISO 8601)."""

    site = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=40)
    laboratory = models.CharField(max_length=100)
    assay = models.CharField(max_length=100)
    lot = models.CharField(max_length=40)
    run_day = models.CharField(max_length=10)

    class Meta:
        db_table = "samples_batch"
        unique_together: ClassVar = [("site", "name")]


class Handling(Timed):
    """One step of an aliquot (see `states.Step`): into which freezer and position, which parcel, which batch; and
    whether it was thawed with it."""

    aliquot = models.ForeignKey(Aliquot, models.PROTECT, related_name="handlings")
    step = models.CharField(max_length=20)
    freezer = models.ForeignKey(Freezer, models.PROTECT, null=True, related_name="handlings")
    shelf = models.CharField(max_length=20, blank=True)
    rack = models.CharField(max_length=20, blank=True)
    box = models.CharField(max_length=20, blank=True)
    position = models.CharField(max_length=20, blank=True)
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, related_name="handlings")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="handlings")
    thawed = models.BooleanField(default=False)

    class Meta:
        db_table = "samples_handling"


class DestructionAsked(Told):
    """That a participant who no longer takes part asks that what is left of their samples be destroyed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="destruction_asked")
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "samples_destruction_asked"


class TakenBack(Kept):
    """That an act was written by mistake: the row of the event `undone` no longer counts. The reason is the event's."""

    undone = models.OneToOneField(Event, models.PROTECT, related_name="sample_taken_back")

    class Meta:
        db_table = "samples_taken_back"


def counting(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """Those of these rows that nobody took back."""
    return rows.filter(event__sample_taken_back=None)
