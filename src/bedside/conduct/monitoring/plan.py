"""The plan of source data verification: which items of whom are compared with the source.

The default is read off the protocol: what the criteria, the primary endpoint, the consent and safety reporting stand
on is verified of everybody, the rest of a sample of participants. A data manager may choose otherwise, item by item;
what was chosen last counts, and all of it stays (ICH E6(R3) 3.11.4: the extent of monitoring follows the risk).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bedside.conduct.monitoring.models import PlanChange
from bedside.conduct.participants.consent import questions_of
from bedside.conduct.participants.models import Person
from bedside.conduct.study.protocol import protocol_of
from bedside.protocol.model import Form, Item, ItemKind, OutcomeKind, Protocol
from bedside.rules.nodes import variables
from bedside.values.wording import Text

FRACTION = "fraction"
"""What the plan calls the share of participants (in percent) of whom everything sampled is verified."""
FRACTIONS = ("0", "10", "20", "25", "50", "100")
USUAL = "20"
"""The fraction until somebody chooses: an assumption of ours, no guideline gives a number."""

Where = tuple[str, str]
"""A form and one of its items."""


class Need(StrEnum):
    """Of whom an item is verified."""

    ALWAYS = "always"
    SAMPLED = "sampled"
    NEVER = "never"


class Why(StrEnum):
    """Why an item is critical."""

    CRITERIA = "criteria"
    PRIMARY = "primary"
    CONSENT = "consent"
    SAFETY = "safety"


NEEDS: Mapping[Need, Text] = {
    Need.ALWAYS: Text("of everybody", "chez tous"),
    Need.SAMPLED: Text("of the sample", "dans l’échantillon"),
    Need.NEVER: Text("of nobody", "chez personne"),
}
WHYS: Mapping[Why, Text] = {
    Why.CRITERIA: Text("read by the criteria", "lu par les critères"),
    Why.PRIMARY: Text("primary endpoint", "critère de jugement principal"),
    Why.CONSENT: Text("consent", "consentement"),
    Why.SAFETY: Text("safety reporting", "déclaration de vigilance"),
}


@dataclass(frozen=True)
class Plan:
    """The plan that holds: the sample in percent of participants, and what was chosen otherwise, by `form.item`."""

    fraction: int
    chosen: Mapping[str, Need]

    def need(self, protocol: Protocol, form: str, item: str) -> Need:
        """Of whom an item is verified."""
        usual = Need.ALWAYS if (form, item) in critical(protocol) else Need.SAMPLED
        return self.chosen.get(f"{form}.{item}", usual)

    def asks(self, protocol: Protocol, person: Person, form: str, item: str) -> bool:
        """Whether an item of this person is to be verified: of participants only."""
        need = self.need(protocol, form, item)
        if not hasattr(person, "enrolled"):
            return False
        return need is Need.ALWAYS or (need is Need.SAMPLED and self.samples(protocol, person.code))

    def samples(self, protocol: Protocol, code: str) -> bool:
        """Whether a participant is in the sample."""
        return lot(protocol.id, code) < self.fraction


def plan_now() -> Plan:
    """The plan that holds now."""
    last = {each.what: each.value for each in PlanChange.objects.order_by("pk")}
    fraction = int(last.pop(FRACTION, USUAL))
    return Plan(fraction, {what: Need(value) for what, value in last.items()})


def lot(trial: str, code: str) -> int:
    """A participant's lot, 0 to 99: drawn once for all from the code, so that anybody can draw it again, and whoever
    is in a sample stays in every larger one."""
    return int.from_bytes(hashlib.sha256(f"{trial} {code}".encode()).digest()[:8], "big") % 100


def verifiable(form: Form) -> list[Item]:
    """The items of a form that somebody types; what is worked out follows from them."""
    return [item for item in form.items if item.kind is not ItemKind.COMPUTED]


def critical(protocol: Protocol) -> Mapping[Where, frozenset[Why]]:
    """The items that are verified of everybody unless chosen otherwise, and why."""
    return _critical(protocol.hash, protocol.version)


@lru_cache(maxsize=16)
def _critical(hash_: str, version: str) -> Mapping[Where, frozenset[Why]]:
    protocol, found = protocol_of(version), dict[Where, frozenset[Why]]()
    for form in protocol.forms:
        for item, why in _reasons(protocol, form):
            for name in (item.id, *(each for each in (item.time, item.until) if each)):
                found[form.id, name] = found.get((form.id, name), frozenset()) | {why}
    return found


def _reasons(protocol: Protocol, form: Form) -> Iterator[tuple[Item, Why]]:
    read = {
        Why.CRITERIA: set(variables(protocol.population)),
        Why.PRIMARY: _endpoint(protocol),
        Why.CONSENT: set(questions_of(protocol)),
    }
    named = {name for outcome in protocol.outcomes if outcome.kind is OutcomeKind.PRIMARY for name in outcome.items}
    for item in verifiable(form):
        records = {item.variable, *(code.variable for code in item.codes)} - {""}
        yield from ((item, why) for why, names in read.items() if names & records)
        if f"{form.id}.{item.id}" in named:
            yield item, Why.PRIMARY
        if form.reporting is not None:
            yield item, Why.SAFETY


def _endpoint(protocol: Protocol) -> set[str]:
    """The variables that the rules of the primary outcomes read."""
    primary = {outcome.id for outcome in protocol.outcomes if outcome.kind is OutcomeKind.PRIMARY}
    rules = [each.rule for end in protocol.endpoints if end.outcome in primary for each in end.evaluations]
    rules += [ending for time in protocol.durations if time.outcome in primary for ending in time.endings]
    return {name for rule in rules for name in variables(rule)}
