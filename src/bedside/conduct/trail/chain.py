"""The arithmetic of the trail: digests of rows, seals of events.

A digest is SHA-256 over a row's columns, where a text that may be redacted counts by its own salted digest. A seal
is HMAC-SHA-256, under a key that is never in the database, over the event and the seal before it: whoever can write
to the database alone can neither change, insert, drop nor reorder an event without the chain telling.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import models

START = "0" * 64
"""The seal before the first event."""


def salted(text: str) -> tuple[str, str]:
    """A fresh salt, and the digest of a text with it."""
    salt = secrets.token_hex(16)
    return salt, digest_of_text(salt, text)


def digest_of_text(salt: str, text: str) -> str:
    """SHA-256 (hex) of a salted text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def digest_of_row(row: models.Model) -> str:
    """SHA-256 (hex) of a row's columns but for its texts that may be redacted, which count by their digest."""
    return hashlib.sha256(_canonical(columns_of(row)).encode()).hexdigest()


def columns_of(row: models.Model) -> dict[str, Any]:
    """The columns that a digest covers, by name, as they will be read back."""
    redactable: tuple[str, ...] = getattr(row, "redactable", ())
    left_out = {name for text in redactable for name in (text, f"{text}_salt")}
    fields = (field for field in row._meta.concrete_fields if field.name not in left_out)
    return {field.attname: field.to_python(getattr(row, field.attname)) for field in fields}


def seal_of(event: models.Model, before: str, key: bytes) -> str:
    """HMAC-SHA-256 (hex) of an event and of the seal before it."""
    columns = {name: value for name, value in columns_of(event).items() if name != "seal"}
    return hmac.new(key, _canonical({"before": before, **columns}).encode(), hashlib.sha256).hexdigest()


def _canonical(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
