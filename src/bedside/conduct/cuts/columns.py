"""What stands in every table of a cut alike: whom and which occasion a row is about, and how a time is written."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.casebook.missing import KINDS
from bedside.conduct.casebook.models import Sheet
from bedside.exports.tables import Cell, Column, Type
from bedside.values.moment import EVER, Moment, to_datetime
from bedside.values.wording import Text

PARTICIPANT = Column("participant", Type.TEXT, Text("code of the participant", "code du participant"))
SITE = Column("site", Type.TEXT, Text("site", "centre"))
VISIT = Column("visit", Type.TEXT, Text("visit or event of the schedule", "visite ou événement du calendrier"))
DAY = Column("day", Type.WHOLE, Text("day from inclusion, of a daily visit", "jour depuis l’inclusion, si quotidienne"))
OCCASION = (
    PARTICIPANT,
    SITE,
    VISIT,
    DAY,
    Column("number", Type.WHOLE, Text("which occurrence of the form there", "numéro d’occurrence du formulaire")),
    Column("protocol", Type.TEXT, Text("version of the protocol", "version du protocole")),
)
REDACTED = "redacted"
MISSING = (
    *((kind.value, text) for kind, text in KINDS.items()),
    (REDACTED, Text("the text was redacted", "le texte a été caviardé")),
)
"""Why an item holds no value; empty where it does, or where nobody answered."""


def occasion(sheet: Sheet, code: str, site: str) -> dict[str, Cell]:
    """The cells of `OCCASION`."""
    return {
        "participant": code, "site": site, "visit": sheet.visit, "day": sheet.day, "number": sheet.number,
        "protocol": sheet.version,
    }  # fmt: skip


def time(name: str, en: str, fr: str) -> Column:
    """A column of moments."""
    return Column(name, Type.TIME, Text(en, fr))


def text(name: str, en: str, fr: str, typed: bool = False, codes: tuple[tuple[str, Text], ...] = ()) -> Column:
    """A column of texts."""
    return Column(name, Type.TEXT, Text(en, fr), typed=typed, codes=codes)


def code(name: str, en: str, fr: str, meaning: Mapping[str, Text]) -> Column:
    """A column of codes, each with what it means."""
    return text(name, en, fr, codes=tuple((str(each), words) for each, words in meaning.items()))


def number(name: str, en: str, fr: str, unit: str = "") -> Column:
    """A column of numbers; without a unit, of no kind or in that of the column `unit` beside it."""
    return Column(name, Type.NUMBER, Text(en, fr), unit)


def whole(name: str, en: str, fr: str) -> Column:
    """A column of whole numbers."""
    return Column(name, Type.WHOLE, Text(en, fr))


def utc(at: int | None) -> str | None:
    """A moment in ISO 8601; None for none, and for what has no begin or no end."""
    if at is None or abs(at) >= EVER // 4:
        return None
    return to_datetime(Moment(at)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
