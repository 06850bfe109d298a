"""Which sheets may be written when: no act of the study before a lawful basis, and what stays open after it ends.

Before a basis only forms that the criteria read may be filled (from what the hospital records anyway), and only where
screening is: at visits up to inclusion, or unscheduled. See ADR 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bedside.conduct.casebook.places import UNSCHEDULED, having
from bedside.conduct.participants.consent import Basis, Data, State
from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, happened_of, protocol_for
from bedside.conduct.study.protocol import protocol_of
from bedside.errors import BedsideError
from bedside.protocol.model import Protocol
from bedside.protocol.schedule import Happened
from bedside.rules.nodes import variables
from bedside.values.wording import Text


class NoLawfulBasis(BedsideError):
    """This sheet may not be written now."""


class Closed(StrEnum):
    """Why a sheet may not be written."""

    NO_BASIS = "no basis"
    REFUSED = "refused"
    LEFT_OUT = "left out"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"


WHY = {
    Closed.NO_BASIS: Text("There is no lawful basis yet: only forms that the criteria read may be filled, at inclusion "
                          "or unscheduled.",
                          "Il n’y a pas encore de base légale\u00a0: seuls les formulaires que lisent les "
                          "critères peuvent être remplis, à l’inclusion ou hors calendrier."),
    Closed.REFUSED: Text("Consent was refused: nothing more is written.", "Consentement refusé\u00a0: plus rien "
                                                                          "n’est écrit."),
    Closed.LEFT_OUT: Text("The screening of this person has ended without inclusion.",
                          "La présélection de cette personne s’est terminée sans inclusion."),
    Closed.WITHDRAWN: Text("The participant has withdrawn: nothing more is read from the hospital’s source.",
                           "Le participant s’est retiré\u00a0: plus rien n’est lu dans la source hospitalière."),
    Closed.OBJECTED: Text("The participant objects to the use of data: nothing more is written but adverse events and "
                          "what the objection itself asks for (the end of the study).",
                          "Le participant s’oppose à l’utilisation des données\u00a0: plus rien n’est écrit, sauf les "
                          "événements indésirables et ce que l’opposition elle-même demande (la fin d’étude)."),
}  # fmt: skip


ENDED = Text(
    "The consent ended on {left}: what was measured or collected before may still be recorded or corrected, with its "
    "time; nothing collected later is written.",
    "Le consentement a pris fin le {left}\u00a0: ce qui a été mesuré ou recueilli avant peut encore être saisi ou "
    "corrigé, avec son heure\u202f; rien de ce qui l’a été ensuite ne s’écrit.",
)
"""Of every form of somebody who left and whose data are kept, begun or not."""
RECORD_FIRST = Text("Record the consent first, or do not write it.",
                    "Consignez d’abord le consentement, ou n’écrivez pas ceci.")  # fmt: skip


@dataclass(frozen=True)
class Gate:
    """What decides which sheets of a person may be written."""

    protocol: Protocol
    consent: State
    left_out: bool
    happened: tuple[Happened, ...]

    def closed(self, form: str, visit: str) -> Closed | None:
        """Why a form may not be written now; None where it may. Of who left and whose data are kept none is closed:
        the time of each value decides (`checks_consent`)."""
        if self.consent.lawful or self._asked_by_event(form, visit):
            return None
        if self.consent.basis is Basis.REFUSED:
            return Closed.REFUSED
        if self.consent.basis is Basis.NONE:
            if self.left_out:
                return Closed.LEFT_OUT
            screening = form in screening_forms(self.protocol) and in_screening(self.protocol, visit)
            return None if screening else Closed.NO_BASIS
        if form in self._of_safety:
            return None
        return Closed.OBJECTED if self.consent.data is Data.OBJECTED else None

    def stays_open(self, form: str, visit: str) -> bool:
        """Whether a form is filled whatever became of the consent: one of safety, or one that an event asks for."""
        return form in self._of_safety or self._asked_by_event(form, visit)

    @property
    def _of_safety(self) -> set[str]:
        """The forms of adverse events: of somebody who was included the law asks for them whatever they withdrew."""
        return {form.id for form in self.protocol.forms if form.safety}

    def _asked_by_event(self, form: str, visit: str) -> bool:
        """A form that becomes due with an event (a withdrawal asks for the end of study) is filled for that event."""
        return any(each.event == visit and form in self.protocol.schedule.event(visit).asks for each in self.happened)


def gate_of(person: Person, protocol: Protocol | None = None) -> Gate:
    """What decides for this person now."""
    held = protocol or protocol_for(person)
    return Gate(held, consent_of(person, held), hasattr(person, "not_enrolled"), tuple(happened_of(person)))


def closed(person: Person, form: str, visit: str) -> Closed | None:
    """Why the form may not be written now; None where it may."""
    return gate_of(person).closed(form, visit)


def check_open(person: Person, form: str, visit: str) -> None:
    """Raises NoLawfulBasis where the form may not be written now."""
    found = closed(person, form, visit)
    if found is not None:
        where = Text("{code}, form {form}", "{code}, formulaire {form}")
        named = where.filled(code=person.code, form=having(protocol_for(person), form).form(form).text)
        raise NoLawfulBasis(WHY[found], named, RECORD_FIRST)


def in_screening(protocol: Protocol, visit: str) -> bool:
    """Whether a visit belongs to screening: planned up to inclusion, or unscheduled; no later visit, no event."""
    planned = {each.id for each in protocol.schedule.visits if each.until_day is None and each.day <= 0}
    return visit == UNSCHEDULED or visit in planned


def screening_forms(protocol: Protocol) -> frozenset[str]:
    """The forms with something that the criteria read."""
    return _screening(protocol.hash, protocol.version)


@lru_cache(maxsize=16)
def _screening(hash_: str, version: str) -> frozenset[str]:
    protocol = protocol_of(version)
    read = set(variables(protocol.population))
    return frozenset(
        form.id
        for form in protocol.forms
        if any(name in read for item in form.items for name in (item.variable, *(code.variable for code in item.codes)))
    )
