"""Users and sites, and the kept history of who was granted which role where."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import models

from bedside.conduct.trail.models import Kept, Watch

WATCHED = (
    "username", "password", "is_active", "is_staff", "is_superuser", "email", "first_name", "last_name", "organisation",
    "provisional",
)  # fmt: skip
"""Columns of an account that say who it is and who may come in."""


class User(AbstractUser):
    """A person who logs in. What changes here is in the trail, with the account's state after it (`AccountState`).

    `provisional` says that somebody else knows the password: its owner must choose another before anything else.
    `language` is the one they chose last, empty until they chose any: their browser's, then.
    """

    organisation = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)
    provisional = models.BooleanField(default=False)

    class Meta:
        db_table = "people_user"

    def check_password(self, raw_password: str) -> bool:
        """Whether it is right. An outdated hash stays as it is: `actions.renew_hash` replaces it, with its event."""
        return check_password(raw_password, self.password)


class AccountState(Watch):
    """How an account stood after an event, as far as it concerns who may come in as whom."""

    class Meta:
        db_table = "people_account_state"
        verbose_name = "account"

    @classmethod
    def states(cls, **only: int) -> dict[int, str]:
        """Each account's name, organisation, password hash and flags, and its second factors."""
        users = {user["pk"]: user for user in User.objects.filter(**only).values("pk", *WATCHED)}
        factors: dict[int, list[Any]] = defaultdict(list)
        found = apps.get_model("mfa", "Authenticator").objects.filter(user__in=users).order_by("pk")
        for user, kind, data in found.values_list("user_id", "type", "data"):
            factors[user].append([kind, {name: data[name] for name in data if name != "viewed_at"}])
        return {key: json.dumps([user, factors[key]], sort_keys=True) for key, user in users.items()}

    @classmethod
    def called(cls, row_key: int) -> str:
        """Its number, and its name while there is such an account."""
        name = User.objects.filter(pk=row_key).values_list("username", flat=True).first()
        return super().called(row_key) + (f" ({name})" if name else "")


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
