"""Tokens by which a program acts for somebody: what each may do and until when, and that it was taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.people.models import User
from bedside.conduct.trail.models import Kept


class Token(Kept):
    """Leave to act for a user, never more than they may do themselves.

    `public` is the part of a token that is no secret and by which it is found; of its secret only a salted digest is
    kept. `scope` names actions (`roles.Action`), `sites` codes (empty: all those of its user), both apart by blanks.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    public = models.CharField(max_length=12, unique=True)
    secret_salt = models.CharField(max_length=32)
    secret_digest = models.CharField(max_length=64)
    scope = models.CharField(max_length=1000)
    sites = models.CharField(max_length=400, blank=True)
    until_us = models.BigIntegerField()

    class Meta:
        db_table = "api_token"
        ordering: ClassVar = ["-event"]


class TokenEnded(Kept):
    """That a token was taken back."""

    token = models.OneToOneField(Token, models.PROTECT, related_name="ended")

    class Meta:
        db_table = "api_token_ended"
