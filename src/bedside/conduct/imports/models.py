"""Files that were imported, what became of their rows, and how each laboratory writes its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bedside.conduct.casebook.models import Entry, Sheet
from bedside.conduct.trail.models import Kept


class Layout(Kept):
    """How one laboratory of a site writes its files; the latest of a name holds, those before stay readable.

    `columns` are the headings of its columns by what they mean (JSON, see `layouts.COLUMNS`); `codes` its own codes,
    one a line: code; variable; unit (UCUM); the unit as its files write it. `encoding` is that of files which are not
    UTF-8. `source` names the hospital source whose stay numbers its files give, empty where they give codes.
    """

    site = models.CharField(max_length=20, db_index=True)
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=60, blank=True)
    encoding = models.CharField(max_length=20)
    columns = models.TextField()
    codes = models.TextField()

    class Meta:
        db_table = "imports_layout"
        ordering: ClassVar = ["event"]


class File(Kept):
    """A file of which something was kept: its name, the SHA-256 of its bytes, and how many rows came to what.

    `layout` is the event of the layout it was read by, None for canonical records. Its refused rows are counted and
    not kept: what nobody can place is nobody's data.
    """

    site = models.CharField(max_length=20, db_index=True)
    layout = models.ForeignKey(Layout, models.PROTECT, null=True)
    laboratory = models.CharField(max_length=100)
    name = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    new = models.IntegerField()
    same = models.IntegerField()
    conflicts = models.IntegerField()
    asked = models.IntegerField()
    refused = models.IntegerField()

    class Meta:
        db_table = "imports_file"
        ordering: ClassVar = ["-event"]


class Taken(Kept):
    """That one version of an item came from a row of a file."""

    file = models.ForeignKey(File, models.PROTECT, related_name="taken")
    row = models.IntegerField()
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="taken")

    class Meta:
        db_table = "imports_taken"


class Held(Kept):
    """A row that somebody has to decide on: it says otherwise than what stands (`ours`), or a check asks about it.

    `typed` and `unit` are what the file says; `checks` the names of the checks, empty for a conflict.
    """

    file = models.ForeignKey(File, models.PROTECT, related_name="held")
    row = models.IntegerField()
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="held")
    item = models.CharField(max_length=60)
    ours = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")
    typed = models.TextField(null=True)
    typed_salt = models.CharField(max_length=32, null=True)
    typed_digest = models.CharField(max_length=64, blank=True)
    unit = models.CharField(max_length=30, blank=True)
    checks = models.CharField(max_length=200, blank=True)

    redactable: ClassVar[tuple[str, ...]] = ("typed",)

    class Meta:
        db_table = "imports_held"
        ordering: ClassVar = ["event"]


class Settled(Kept):
    """What somebody decided on a held row; the reason is the event's. `entry` is the version it brought about."""

    held = models.OneToOneField(Held, models.PROTECT, related_name="settled")
    decision = models.CharField(max_length=10)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="settled")

    class Meta:
        db_table = "imports_settled"
