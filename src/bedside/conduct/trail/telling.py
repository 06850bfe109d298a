"""An event as people read it: what, the value before and after, who, when, where from, why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from bedside.conduct.trail.codes import Code, Said
from bedside.conduct.trail.models import Event, Kept
from bedside.conduct.trail.reading import rows_of
from bedside.conduct.trail.words import ACTIONS, COLUMNS, WORDS
from bedside.rules.words import said_unit
from bedside.values.moment import Moment, to_datetime
from bedside.values.quantity import UNITS
from bedside.values.wording import Text

LONGEST = 200
"""Of a longer text (a protocol), its beginning."""


@dataclass(frozen=True)
class Line:
    """One event; `after` is what it left behind, `before` what stood there until then. Empty: nothing."""

    event: Event
    action: str
    before: str
    after: str
    detail: str
    reason: str
    redactable: bool
    """Whether a text of it, or of its row, may still be emptied."""
    role: str
    place: str
    origin: str
    """Role, place and origin in words; the event holds them as they are kept."""

    def columns(self) -> dict[str, Any]:
        """As it is exported: under the same names whatever the reader's language."""
        event, at = self.event, to_datetime(Moment(self.event.at_us))
        return {
            "number": event.number, "at_utc": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "at_local": timezone.localtime(at).isoformat(timespec="seconds"), "actor": event.actor,
            "role": event.role, "organisation": event.organisation, "origin": event.origin, "action": event.action,
            "site": event.site, "participant": event.participant, "place": event.place, "before": self.before,
            "after": self.after, "reason": self.reason, "detail": event.detail, "seal": event.seal,
        }  # fmt: skip


def lines(events: Sequence[Event], language: str) -> Iterator[Line]:
    """These events, with their rows."""
    rows = {key: found[0] for key, found in rows_of(events).items()}
    said = Said(language)
    for event in events:
        row = rows.get((event.kept_in, event.number))
        detail = {name: _detail(name, value, event, said) for name, value in json.loads(event.detail or "{}").items()}
        before = str(detail.pop("before", "")) or _before(event, row, said)
        reason = WORDS["redacted"].say(language) if event.reason is None else event.reason
        yield Line(
            event, ACTIONS.get(event.action, Text(event.action, event.action)).say(language), before,
            shown(row, said, event) if row else "", _listed(detail.items(), language), reason,
            bool(redactable(event) or (row and redactable(row))), said.code(Code("role", event.role, event)),
            said.code(Code("place", event.place, event)), said.code(Code("origin", event.origin, event)),
        )  # fmt: skip


def redactable(row: Event | Kept) -> list[str]:
    """The columns of a row in which a text stands that may be emptied."""
    return [column for column in row.redactable if getattr(row, column)]


def shown(row: Kept, said: Said, event: Event) -> str:
    """What a row says, in a line: a value as it was typed, else its columns by name."""
    if hasattr(row, "typed") and hasattr(row, "unit"):
        return _typed(row, said, event)
    if hasattr(row, "low") and hasattr(row, "high") and hasattr(row, "inputs"):
        return row.low if row.low == row.high else f"{row.low} – {row.high}"
    return _listed(((field.name, _cell(row, field.attname, said, event)) for field in _fields(row)), said.language)


def _before(event: Event, row: Kept | None, said: Said) -> str:
    """The version of the same thing before this one, if it is one that has versions."""
    if getattr(row, "number", 1) == 1 or row is None:
        return ""
    same = Event.objects.filter(participant=event.participant, place=event.place, kept_in=event.kept_in)
    last = same.filter(number__lt=event.number).order_by("-number").values_list("number", flat=True).first()
    held = type(row)._default_manager.filter(pk=last).first() if last else None
    return shown(held, said, event) if held else ""


def _typed(row: Any, said: Said, event: Event) -> str:
    if row.typed is None:
        return WORDS["redacted"].say(said.language)
    typed, missing, because = (
        said.code(Code(name, getattr(row, name, ""), event, row)) for name in ("typed", "missing", "because")
    )
    unit = said_unit(row.unit, said.language) if row.unit in UNITS else row.unit
    return " ".join(part for part in (typed, unit, missing, because, getattr(row, "assay", "")) if part)


def _fields(row: Model) -> Iterator[Any]:
    """The columns that say something to people: no keys, no salts, no digests."""
    for field in row._meta.concrete_fields:
        if not field.is_relation and not field.name.endswith(("_salt", "_digest", "_key")):
            yield field


def _cell(row: Kept, name: str, said: Said, event: Event) -> str:
    value, language = getattr(row, name), said.language
    if value is None and name in getattr(row, "redactable", ()):
        return WORDS["redacted"].say(language)
    if isinstance(value, bool):
        return str(_said(value, language))
    if name.endswith("_us") and isinstance(value, int):
        return _local(Moment(value))
    if isinstance(row, Kept) and (held := row.moments(name)):
        return "; ".join(f"{text.say(language)} ({_local(at)})" for text, at in held)
    text = "" if value is None else said.code(Code(name, str(value), event, row))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _local(at: Moment) -> str:
    return timezone.localtime(to_datetime(at)).strftime("%Y-%m-%d %H:%M")


def _detail(name: str, value: Any, event: Event, said: Said) -> Any:
    return said.code(Code(name, value, event)) if isinstance(value, str) else _said(value, said.language)


def _said(value: Any, language: str) -> Any:
    """A yes or no in words; anything else as it is."""
    return WORDS["yes" if value else "no"].say(language) if isinstance(value, bool) else value


def _listed(pairs: Iterable[tuple[str, Any]], language: str) -> str:
    named = ((COLUMNS.get(name, Text(name, name)).say(language), value) for name, value in pairs)
    mark = "\u00a0: " if language == "fr" else ": "
    return ", ".join(f"{name}{mark}{value}" for name, value in named if value not in ("", None))
