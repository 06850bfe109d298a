"""Deviations from first notice to closure: where each stands, read off what was written about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.participants.models import Deviation
from bedside.conduct.registers.clocks import BREACH, URGENT, deadline
from bedside.conduct.registers.models import Classified, Measure, Urgent
from bedside.protocol.estimands import FOUND_INELIGIBLE
from bedside.values.moment import Moment, now
from bedside.values.wording import Text


class Severity(StrEnum):
    """How grave a deviation is, as the sponsor finds it."""

    MINOR = "minor"
    MAJOR = "major"
    SERIOUS = "serious breach"


SEVERITIES: Mapping[Severity, Text] = {
    Severity.MINOR: Text("minor", "mineur"),
    Severity.MAJOR: Text("major", "majeur"),
    Severity.SERIOUS: Text("serious breach", "manquement grave"),
}
"""A serious breach is one likely to affect to a significant degree the safety and rights of a subject or the
reliability and robustness of the data (Regulation (EU) 536/2014 art. 52 (2))."""


class State(StrEnum):
    """Where a deviation stands."""

    TO_ASSESS = "to assess"
    TO_NOTIFY = "to notify"
    ASSESSED = "assessed"
    NOTIFIED = "notified"
    CLOSED = "closed"


STATES: Mapping[State, Text] = {
    State.TO_ASSESS: Text("to be assessed", "à évaluer"),
    State.TO_NOTIFY: Text("to be notified", "à notifier"),
    State.ASSESSED: Text("assessed", "évalué"),
    State.NOTIFIED: Text("notified", "notifié"),
    State.CLOSED: Text("closed", "clos"),
}

KINDS: Mapping[str, Text] = {
    "ineligible": Text("not eligible, found later", "non éligible, constaté après"),
    "consent": Text("consent", "consentement"),
    "visit": Text("visit or assessment outside its window, or missed", "visite ou évaluation hors fenêtre, ou manquée"),
    "treatment": Text("treatment of the study", "traitement de l’étude"),
    "safety": Text("safety reporting", "déclaration de vigilance"),
    "samples": Text("samples", "échantillons"),
    "confidentiality": Text("confidentiality", "confidentialité"),
    "staff": Text("delegation or training", "délégation ou formation"),
    "equipment": Text("equipment or storage, for instance a freezer",
                      "équipement ou stockage, par exemple un congélateur"),
    "documents": Text("documents of the site", "documents du centre"),
    "other": Text("other", "autre"),
}  # fmt: skip
"""What a deviation is about."""

MEASURES: Mapping[str, Text] = {
    "corrective": Text("corrective action", "action corrective"),
    "preventive": Text("preventive action", "action préventive"),
}


@dataclass(frozen=True)
class Line:
    """A deviation with everything written about it."""

    deviation: Deviation
    classified: Classified | None
    measures: tuple[Measure, ...]

    @property
    def kind(self) -> Text:
        """What it is about, in words."""
        return KINDS.get(self.deviation.kind, Text(self.deviation.kind, self.deviation.kind))

    @property
    def severity(self) -> Severity | None:
        """How grave it is; None while nobody said."""
        return Severity(self.classified.severity) if self.classified else None

    @property
    def severity_text(self) -> Text | None:
        """The same in words."""
        return SEVERITIES[self.severity] if self.severity else None

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.classified is None:
            return State.TO_ASSESS
        if hasattr(self.classified, "closed"):
            return State.CLOSED
        if hasattr(self.deviation, "notified"):
            return State.NOTIFIED
        return State.TO_NOTIFY if self.severity is Severity.SERIOUS else State.ASSESSED

    @property
    def state_text(self) -> Text:
        """The same in words."""
        return STATES[self.state]

    @property
    def due(self) -> Moment | None:
        """Until when a serious breach is to be notified; None of another."""
        if self.classified is None or self.severity is not Severity.SERIOUS:
            return None
        return deadline(BREACH, Moment(self.classified.aware_us))

    @property
    def possible(self) -> bool:
        """Whether it may be a serious breach and nobody has assessed it: the site thinks so, or left it open of
        somebody who was found not to be eligible."""
        held = self.deviation
        thought = held.serious if held.serious is not None else held.kind in FOUND_INELIGIBLE
        return self.state is State.TO_ASSESS and thought

    @property
    def by(self) -> Moment | None:
        """Until when it is to be notified; of a possible serious breach, if it is one and the sponsor knew of it as
        soon as it stood here: nobody has said when they knew."""
        return deadline(BREACH, Moment(self.deviation.event.at_us)) if self.possible else self.due

    @property
    def overdue(self) -> bool:
        """Whether that has passed and nothing was notified."""
        return self.by is not None and not hasattr(self.deviation, "notified") and now() > self.by

    @property
    def late(self) -> bool:
        """Whether it was not notified in time."""
        told = self.deviation.notified.at_us if hasattr(self.deviation, "notified") else int(now())
        return self.due is not None and told > self.due

    @property
    def undone(self) -> tuple[Measure, ...]:
        """The measures that are not done yet."""
        return tuple(each for each in self.measures if not hasattr(each, "done"))


@dataclass(frozen=True)
class UrgentLine:
    """An urgent safety measure and its clock."""

    urgent: Urgent

    @property
    def due(self) -> Moment:
        """Until when it is to be notified."""
        return deadline(URGENT, Moment(self.urgent.taken_us))

    @property
    def late(self) -> bool:
        """Whether it was not notified in time."""
        told = self.urgent.notified.at_us if hasattr(self.urgent, "notified") else int(now())
        return told > self.due


def deviations(sites: Collection[str] | None = None) -> list[Line]:
    """The deviations of these sites (None: of all), the latest first."""
    found = Deviation.objects.all() if sites is None else Deviation.objects.filter(event__site__in=sites)
    return lines(found.order_by("-pk"))


def pressing(sites: Collection[str]) -> list[Line]:
    """The possible serious breaches at these sites that nobody has assessed, and those whose notification is awaited:
    what is to be done first first."""
    found = (each for each in deviations(sites) if each.possible or each.state is State.TO_NOTIFY)
    return sorted(found, key=lambda each: (each.by or 0, each.deviation.pk))


def lines(found: Iterable[Deviation]) -> list[Line]:
    """These deviations with what was written about them."""
    whole = found.select_related("event", "person", "person__enrolled", "notified")  # type: ignore[attr-defined]
    whole = whole.prefetch_related("classified__event", "classified__closed__event", "measures__done")
    return [_line(each) for each in whole]


def line(deviation: Deviation) -> Line:
    """One deviation as it stands now."""
    return lines(Deviation.objects.filter(pk=deviation.pk))[0]


def urgent(sites: Collection[str] | None = None) -> list[UrgentLine]:
    """The urgent safety measures at these sites (None: at all), those for all sites included, the latest first."""
    found = Urgent.objects.select_related("event", "notified").order_by("-pk")
    return [UrgentLine(each) for each in (found if sites is None else found.filter(site__in=["", *sites]))]


def _line(deviation: Deviation) -> Line:
    last = max(deviation.classified.all(), key=lambda each: each.pk, default=None)
    return Line(deviation, last, tuple(sorted(deviation.measures.all(), key=lambda each: each.pk)))
