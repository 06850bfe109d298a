"""What the pharmacy keeps: lots, every act upon their units, counts, recalls, the sponsor's word. No balance."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.participants.models import Person
from bedside.conduct.trail.models import Kept


class Told(Kept):
    """A row with a text that people typed."""

    told = models.TextField(null=True)
    told_salt = models.CharField(max_length=32, null=True)
    told_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("told",)

    class Meta:
        abstract = True


class Lot(Kept):
    """A batch of a product in one strength (`5 mg`; empty: all units are alike), with the expiry as it is printed."""

    product = models.CharField(max_length=60)
    strength = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=60)
    expiry = models.CharField(max_length=10)

    class Meta:
        db_table = "pharmacy_lot"
        unique_together: ClassVar = [("product", "strength", "number")]


class Authorised(Told):
    """That the sponsor allows the destruction of so many units of a lot at a site, under which reference."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="authorised")
    site = models.CharField(max_length=20, db_index=True)
    quantity = models.IntegerField()
    reference = models.CharField(max_length=100)

    class Meta:
        db_table = "pharmacy_authorised"


class Movement(Told):
    """So many units of a lot went from one account to another (`accounts`); of a numbered product one kit.

    `person` is whom they were dispensed to or came back from; `reference` the paper that shows it; `version` that of
    the protocol it was done under. `temperature` belongs to an arrival, the days (ISO 8601) to what is dispensed,
    `answers` to an arrival from another site, the authorisation and the witness (a user's name) to a destruction.
    """

    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    site = models.CharField(max_length=20, db_index=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="movements")
    kit = models.CharField(max_length=40, blank=True)
    quantity = models.IntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="drug_movements")
    at_us = models.BigIntegerField()
    version = models.CharField(max_length=20)
    reference = models.CharField(max_length=100, blank=True)
    temperature = models.CharField(max_length=20, blank=True)
    first_day = models.CharField(max_length=10, blank=True)
    last_day = models.CharField(max_length=10, blank=True)
    to_site = models.CharField(max_length=20, blank=True, db_index=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered")
    authorised = models.ForeignKey(Authorised, models.PROTECT, null=True, related_name="destroyed")
    witness = models.CharField(max_length=150, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")

    class Meta:
        db_table = "pharmacy_movement"


class Checked(Kept):
    """That a second person, logged in as themselves, compared what was dispensed with what it should be."""

    movement = models.OneToOneField(Movement, models.PROTECT, related_name="checked")

    class Meta:
        db_table = "pharmacy_checked"


class Counted(Told):
    """What was counted of a lot on an account at a site, and what should have been; `told` explains a difference."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="counted")
    site = models.CharField(max_length=20, db_index=True)
    account = models.CharField(max_length=20)
    counted = models.IntegerField()
    expected = models.IntegerField()
    at_us = models.BigIntegerField()

    class Meta:
        db_table = "pharmacy_counted"


class Recalled(Told):
    """That the sponsor takes a lot back everywhere, or (`recalled` false) that this was an error; the latest counts."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="recalls")
    recalled = models.BooleanField()
    reference = models.CharField(max_length=100)

    class Meta:
        db_table = "pharmacy_recalled"
