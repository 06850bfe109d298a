"""Users and sites, and the kept history of who was granted which role where."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from bedside.conduct.trail.models import Kept


class User(AbstractUser):
    """A person who logs in. Password and last log-in change here; that they did is in the trail.

    `provisional` says that somebody else knows the password: its owner must choose another before anything else.
    """

    organisation = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    provisional = models.BooleanField(default=False)

    class Meta:
        db_table = "people_user"


class Site(Kept):
    """A hospital ward that takes part."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    target = models.IntegerField(null=True)

    class Meta:
        db_table = "people_site"
        ordering: ClassVar = ["code"]


class Grant(Kept):
    """A role given to a user, at one site or (empty) at all, from now until a time (None: until it is ended)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    site = models.CharField(max_length=20, blank=True)
    until_us = models.BigIntegerField(null=True)

    class Meta:
        db_table = "people_grant"


class Ended(Kept):
    """That a grant was taken back."""

    grant = models.OneToOneField(Grant, models.PROTECT, related_name="ended")

    class Meta:
        db_table = "people_ended"
