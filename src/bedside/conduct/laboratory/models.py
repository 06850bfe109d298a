"""Reference ranges as a site's laboratory prints them, and when one stopped holding."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.trail.models import Kept


class Range(Kept):
    """One range: of which laboratory, for which variable (canonical name), whom and when.

    `low` and `high` are the limits as typed, in `unit` (UCUM); empty: this side has none. `sex` is `female`, `male` or
    empty for both; ages are completed years, the last included; days are ISO 8601, the last included (empty: no end).
    """

    site = models.CharField(max_length=20, db_index=True)
    laboratory = models.CharField(max_length=100)
    variable = models.CharField(max_length=60)
    unit = models.CharField(max_length=30)
    sex = models.CharField(max_length=6, blank=True)
    age_from = models.IntegerField(null=True)
    age_to = models.IntegerField(null=True)
    from_day = models.CharField(max_length=10)
    to_day = models.CharField(max_length=10, blank=True)
    low = models.CharField(max_length=20, blank=True)
    high = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "laboratory_range"
        ordering: ClassVar = ["event"]


class RangeEnded(Kept):
    """That a range holds until `to_day` (included) and no longer, whatever it said before."""

    range = models.OneToOneField(Range, models.PROTECT, related_name="ended")
    to_day = models.CharField(max_length=10)

    class Meta:
        db_table = "laboratory_range_ended"
