"""What is kept of consent, events and imported records as codes, in words: most of it the protocol's own."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.participants.consent import TABLE
from bedside.conduct.participants.consent_words import SIGNATORIES
from bedside.conduct.participants.models import Imported
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import latest
from bedside.conduct.trail.codes import Code, Sayer
from bedside.protocol.form_words import TRUTHS, origin_said
from bedside.protocol.model import Protocol
from bedside.rules.words import said_because, said_unit
from bedside.values.quantity import UNITS
from bedside.values.unknown import Because
from bedside.values.variable import Variable
from bedside.values.wording import LANGUAGES, Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "ConsentStep.step": {rule.step: rule.text for rule in TABLE},
    "ConsentStep.signatory": SIGNATORIES,
    "Imported.because": {each: Text(*(said_because(each, to) for to in LANGUAGES)) for each in Because},
}


def sayer() -> Sayer:
    """Says routes of consent, events and variables as the protocol does."""
    if not Version.objects.exists():
        return lambda code: None
    return _Protocol(latest())


class _Protocol:
    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.routes = {each.id: each.text for each in protocol.consent_routes}
        self.events = {each.id: each.text for each in protocol.schedule.events}

    def __call__(self, code: Code) -> Text | None:
        if code.column == "route":
            return self.routes.get(code.value)
        if code.column in ("what", "place") and code.value in self.events:
            return self.events[code.value]
        if code.column in ("variable", "place"):
            return _called(self.protocol.vocabulary.get(code.value))
        if not isinstance(code.row, Imported):
            return None
        if code.column == "origin":
            return origin_said(self.protocol, code.value)
        return _written(code.value) if code.column == "written" else None


def _written(written: str) -> Text | None:
    """What stood in the source, its unit as people write it; a yes or no in words."""
    value, _, unit = written.rpartition(" ")
    if value and unit in UNITS:
        return Text(*(f"{value} {said_unit(unit, to)}".strip() for to in LANGUAGES))
    return TRUTHS.get(written)


def _called(variable: Variable | None) -> Text | None:
    return Text(*(variable.say(to) for to in LANGUAGES)) if variable else None
