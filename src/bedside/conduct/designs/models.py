"""The simulations that were begun. Their files stand in the study's folder."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.trail.models import Kept


class Simulation(Kept):
    """A simulation that was begun: all that its results stand on. `version` and `hash` are the protocol's."""

    version = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    scenarios = models.TextField()
    chances = models.TextField()
    trials = models.BigIntegerField()
    seed = models.BigIntegerField()

    class Meta:
        db_table = "designs_simulation"
        ordering: ClassVar = ["-event"]
