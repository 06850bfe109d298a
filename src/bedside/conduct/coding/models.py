"""The dictionaries that a study codes by, and what was coded by them."""

from __future__ import annotations

from django.db import models

from bedside.conduct.casebook.models import Entry
from bedside.conduct.trail.models import Kept


class Dictionary(Kept):
    """A version of a dictionary (`meddra`, `whodrug`), in use from now on; the latest of its kind counts.

    Its files stand in the study's folder, not here: they belong to whoever holds the licence. `digest` (SHA-256, hex)
    is that of their names and contents.
    """

    kind = models.CharField(max_length=20)
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    terms = models.IntegerField()

    class Meta:
        db_table = "coding_dictionary"


class Coded(Kept):
    """That an entry means a term: its code and name, and what stands above it (JSON, nearest first), as they were."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="coded")
    dictionary = models.ForeignKey(Dictionary, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    above = models.TextField(blank=True)

    class Meta:
        db_table = "coding_coded"
