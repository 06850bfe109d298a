"""The words of consent: states, kinds of routes, who signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from bedside.conduct.participants.consent import THE_PATIENT, Basis, Continuation, Data, Kind, Part, Relative, State
from bedside.values.wording import Text

STATES: Mapping[tuple[type[StrEnum], StrEnum], Text] = {
    (Basis, Basis.NONE): Text("no lawful basis yet", "pas encore de base légale"),
    (Basis, Basis.GIVEN): Text("lawful basis given", "base légale donnée"),
    (Basis, Basis.REFUSED): Text("consent refused", "consentement refusé"),
    (Relative, Relative.NOT_CONCERNED): Text("no relative is asked", "aucun proche à interroger"),
    (Relative, Relative.TO_ASK): Text("relatives to be asked as they arrive", "proches à interroger à leur arrivée"),
    (Relative, Relative.AGREED): Text("a relative agreed", "un proche a accepté"),
    (Relative, Relative.REFUSED): Text("a relative refused", "un proche a refusé"),
    (Continuation, Continuation.NOT_ASKED): Text(
        "nothing left to ask the patient", "rien de plus à demander au patient"
    ),
    (Continuation, Continuation.SOUGHT): Text(
        "the patient’s own consent is sought", "le consentement du patient est recherché"
    ),
    (Continuation, Continuation.SIGNED): Text("the patient agreed to go on", "le patient a accepté de poursuivre"),
    (Continuation, Continuation.REFUSED): Text("the patient declined to go on", "le patient a refusé de poursuivre"),
    (Continuation, Continuation.DIED_BEFORE): Text(
        "the patient died before deciding", "le patient est décédé avant de décider"
    ),
    (Part, Part.IN): Text("takes part", "participe"),
    (Part, Part.WITHDRAWN): Text("no longer takes part; data are kept", "ne participe plus\u202f; données conservées"),
    (Data, Data.ALLOWED): Text("data may be used", "données utilisables"),
    (Data, Data.OBJECTED): Text("objected to the use of the data", "opposition à l’utilisation des données"),
}
"""Each value under its part: the same word ("refused") stands in several of them."""


ENDED = Text("given, and in force no longer", "donnée, mais plus en vigueur")
"""The basis of who took part and left."""


NOT_ASKED_YET = Text("nothing was asked yet", "rien n’a encore été demandé")
NO_LONGER_ASKED = Text("nothing is asked any more", "plus rien n’est demandé")
NO_LONGER = Text("the patient’s own consent is no longer sought", "le consentement du patient n’est plus recherché")
LEFT = Text("no longer takes part", "ne participe plus")
NOT_YET = Text("does not take part yet", "ne participe pas encore")
DOES_NOT = Text("does not take part", "ne participe pas")
DEAD = Text("took part until the death", "a participé jusqu’au décès")
NO_DATA = Text("nothing is collected for the trial", "rien n’est recueilli pour l’essai")


def said(value: StrEnum) -> Text:
    """A value of a part in words."""
    return STATES[type(value), value]


PARTS: Mapping[str, Text] = {
    "basis": Text("Basis", "Base"),
    "relative": Text("Relatives", "Proches"),
    "continuation": Text("The patient’s own decision", "Décision du patient"),
    "part": Text("Taking part", "Participation"),
    "data": Text("Use of the data", "Utilisation des données"),
}
VALUES: Mapping[str, type[StrEnum]] = {
    "basis": Basis, "relative": Relative, "continuation": Continuation, "part": Part, "data": Data,
}  # fmt: skip
KINDS: Mapping[Kind, Text] = {
    Kind.PATIENT: Text("the patient decides", "le patient décide"),
    Kind.OTHER: Text("somebody decides for the patient", "quelqu’un décide pour le patient"),
    Kind.NOBODY: Text("emergency", "urgence"),
}
SIGNATORIES: Mapping[str, Text] = {
    "person of trust": Text("person of trust", "personne de confiance"),
    "spouse or partner": Text("spouse or partner", "conjoint ou partenaire"),
    "parent": Text("parent", "parent"),
    "child": Text("adult child", "enfant majeur"),
    "sibling": Text("brother or sister", "frère ou sœur"),
    "other relative": Text("another relative", "autre proche"),
    THE_PATIENT: Text("the patient", "le patient"),
}


def signatories(patient_too: bool) -> list[tuple[str, Text]]:
    """Who may be said to have signed; the patient first, where it is theirs to sign."""
    others = [each for each in SIGNATORIES.items() if each[0] != THE_PATIENT]
    return [(THE_PATIENT, SIGNATORIES[THE_PATIENT]), *others] if patient_too else others


def headline(state: State) -> tuple[str, Text]:
    """The state in one phrase, with its tone (good, open, bad, still)."""
    if state.data is Data.OBJECTED:
        return "bad", said(Data.OBJECTED)
    if state.basis is not Basis.GIVEN:
        return ("open" if state.basis is Basis.NONE else "bad"), said(state.basis)
    if state.part is Part.WITHDRAWN:
        refused = state.continuation is Continuation.REFUSED
        return "bad", said(Continuation.REFUSED if refused else Part.WITHDRAWN)
    if state.continuation is Continuation.SOUGHT:
        return "open", said(Continuation.SOUGHT)
    if state.continuation is Continuation.NOT_ASKED:
        return "good", said(Basis.GIVEN)
    return ("still" if state.continuation is Continuation.DIED_BEFORE else "good"), said(state.continuation)


def parts_of(state: State, died: bool = False) -> Iterator[tuple[Text, Text]]:
    """Each part of a state with its name; what another part, or the death of a participant, makes untrue is said as it
    is."""
    instead: dict[str, Text] = {}
    if state.basis is not Basis.GIVEN:
        none = state.basis is Basis.NONE
        asked = NOT_ASKED_YET if none else NO_LONGER_ASKED
        instead = {"part": NOT_YET if none else DOES_NOT, "data": NO_DATA, "continuation": asked, "relative": asked}
    elif not state.lawful:
        instead = {"basis": ENDED}
        if state.continuation is Continuation.SOUGHT:
            instead["continuation"] = NO_LONGER
        if state.data is Data.OBJECTED:
            instead["part"] = LEFT
    elif died or state.continuation is Continuation.DIED_BEFORE:
        instead["part"] = DEAD
    for name, words in PARTS.items():
        yield words, instead.get(name) or said(getattr(state, name))
