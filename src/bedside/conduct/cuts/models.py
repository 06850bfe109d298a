"""The cuts that were taken. Their files stand in the study's folder; what is said of each here never changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.trail.models import Kept


class Cut(Kept):
    """A data cut: everything that the study held when event `upto` was its last.

    `hash` is that of what it holds (`exports.fingerprint`), `digest` the SHA-256 of its file; `versions` (of the
    protocol, with their hashes) and `counts` are JSON.
    """

    kind = models.CharField(max_length=20)
    upto = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    versions = models.TextField()
    counts = models.TextField()

    class Meta:
        db_table = "cuts_cut"
        ordering: ClassVar = ["-event"]
