"""Signatures: who signed what, as what, and the digest of what stood there. Whether one still holds is derived."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.locks.models import Scoped


class Signature(Scoped):
    """An electronic signature (21 CFR 11.50, 11.70): the signer's name as printed, its meaning in the words that they
    read (`said`; `meaning` is its name in the table), the digest of the versions it covers (`signed`).
    """

    meaning = models.CharField(max_length=30)
    said = models.CharField(max_length=500)
    name = models.TextField(null=True)
    name_salt = models.CharField(max_length=32, null=True)
    name_digest = models.CharField(max_length=64, blank=True)
    signed = models.CharField(max_length=64)

    redactable: ClassVar[tuple[str, ...]] = ("name",)

    class Meta:
        db_table = "closing_signature"
        indexes: ClassVar = [models.Index(fields=["site", "participant"])]
