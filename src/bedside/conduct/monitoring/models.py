"""Queries and what was said to them; verifications of single versions; changes of the verification plan.

None of these rows holds a state: whether a query is open or a verification holds is read off the rows and the casebook
(`threads`, `verification`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.casebook.models import Entry
from bedside.conduct.participants.models import Person
from bedside.conduct.trail.models import Kept


class Query(Kept):
    """A question about one item of one occasion; without `item`, about the form as a whole, which may not be begun.

    `rule` is the check that asks (see `finding`); empty where somebody does. `base` is the version that was asked
    about, 0 where there was none. A check's words are kept in both languages: `text`, and `french`, which is empty
    for what somebody typed.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="queries")
    visit = models.CharField(max_length=40)
    day = models.IntegerField(null=True)
    form = models.CharField(max_length=60)
    occurrence = models.IntegerField(default=1)
    item = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    base = models.IntegerField(default=0)
    text = models.TextField(null=True)
    text_salt = models.CharField(max_length=32, null=True)
    text_digest = models.CharField(max_length=64, blank=True)
    french = models.TextField(null=True)
    french_salt = models.CharField(max_length=32, null=True)
    french_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("text", "french")

    class Meta:
        db_table = "monitoring_query"
        indexes: ClassVar = [models.Index(fields=["person", "form"])]


class Reply(Kept):
    """One step of a query after it was raised (see `states.Step`), with what was said."""

    query = models.ForeignKey(Query, models.PROTECT, related_name="replies")
    step = models.CharField(max_length=20)
    text = models.TextField(null=True)
    text_salt = models.CharField(max_length=32, null=True)
    text_digest = models.CharField(max_length=64, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        db_table = "monitoring_reply"


class Verification(Kept):
    """That somebody compared this version with the source and found it there; not `holds`: that they take this back."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="verifications")
    holds = models.BooleanField(default=True)

    class Meta:
        db_table = "monitoring_verification"


class PlanChange(Kept):
    """One line of the verification plan as it holds from now on: `what` is an item as `form.item` or the fraction
    (`plan.FRACTION`), `value` how much of it is verified."""

    what = models.CharField(max_length=130)
    value = models.CharField(max_length=20)

    class Meta:
        db_table = "monitoring_plan_change"
