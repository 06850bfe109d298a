"""What an authority's gateway misses in the E2B(R3) file of a report: said beside the link, before anybody sends it.

The file says what is known and never more (`icsr`); what it cannot say is for whoever sends it to complete. Element
numbers are those of the ICH implementation guide.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.conduct.safety.beside import age_of, death_of, doses_of, sex_of
from bedside.conduct.safety.case import Case, contents
from bedside.conduct.safety.icsr import Names
from bedside.conduct.safety.icsr_event import coded_term
from bedside.conduct.safety.models import Report
from bedside.conduct.safety.reading import known_in
from bedside.protocol.safety import DEATH, FATAL
from bedside.values.wording import Text

RECEIVER = Text("the receiver’s identifier (N.1.4, N.2.r.3): agreed with the authority",
                "l’identifiant du destinataire (N.1.4, N.2.r.3)\u00a0: convenu avec l’autorité")  # fmt: skip
SENDER = Text("the sender’s identifier at the gateway (N.1.3, N.2.r.2): the sponsor’s name stands there",
              "l’identifiant de l’expéditeur (N.1.3, N.2.r.2)\u00a0: le nom du promoteur en tient lieu")  # fmt: skip
NO_SENDER = Text("the sender (N.1.3, C.3.2): the protocol names no sponsor",
                 "l’expéditeur (N.1.3, C.3.2)\u00a0: le protocole ne nomme pas de promoteur")  # fmt: skip
DRUG = Text("a code of the drug (G.k.2.1, G.k.2.3): its name stands alone",
            "un code du médicament (G.k.2.1, G.k.2.3)\u00a0: seul son nom y figure")  # fmt: skip
REPORTER = Text("the reporter’s name (C.2.r.1): masked, with profession and organisation only",
                "le nom du notificateur (C.2.r.1)\u00a0: masqué, seuls profession et organisme y figurent")  # fmt: skip
COUNTRY = Text("the country (C.2.r.3, E.i.9): the protocol names none",
               "le pays (C.2.r.3, E.i.9)\u00a0: le protocole n’en nomme pas")  # fmt: skip
EVENT = Text("a MedDRA code of the event (E.i.2.1b): the term as told is not coded",
             "un code MedDRA de l’événement (E.i.2.1b)\u00a0: le terme déclaré n’est pas codé")  # fmt: skip
LANGUAGE = Text("the language of the texts (E.i.1.1b): nobody said", "la langue des textes (E.i.1.1b)\u00a0: non dite")
SERIOUS = Text("a criterion of seriousness (E.i.3.2): none was told",
               "un critère de gravité (E.i.3.2)\u00a0: aucun n’est déclaré")  # fmt: skip
BEGAN = Text("when the event began (E.i.4)", "le début de l’événement (E.i.4)")
OUTCOME = Text("the outcome (E.i.7): sent as unknown", "l’évolution (E.i.7)\u00a0: envoyée comme inconnue")
SEX = Text("the sex (D.5)", "le sexe (D.5)")
AGE = Text("the age (D.2.2)", "l’âge (D.2.2)")
DIED = Text("when the participant died (D.9.1)", "la date du décès (D.9.1)")
CAUSE = Text("the cause of the death (D.9.2.r)", "la cause du décès (D.9.2.r)")
CAUSALITY = Text("the investigator’s causality (G.k.9.i.2.r): not judged when this was told",
                 "l’avis de l’investigateur sur le lien (G.k.9.i.2.r)\u00a0: non jugé à cette déclaration")  # fmt: skip
DOSES = Text("any dose of the drug (G.k.4): no administration is recorded, the file has no dosage section",
             "toute dose du médicament (G.k.4)\u00a0: aucune administration n’est consignée, le fichier n’a pas de "
             "section de posologie")  # fmt: skip


def lacks(report: Report) -> list[Text]:
    """What the file of a report leaves empty, as it was known in that report."""
    case = known_in(report)
    return [*_of_envelope(case), *_of_event(case, report), *_of_patient(case, report), *_of_drug(case)]


def _of_envelope(case: Case) -> Iterator[Text]:
    """What no study knows: how the parties call each other, and who somebody is."""
    name = Names(case)
    yield RECEIVER
    yield SENDER if name.sponsor else NO_SENDER
    yield REPORTER
    if not name.country:
        yield COUNTRY


def _of_event(case: Case, report: Report) -> Iterator[Text]:
    held, values = case.safety, contents(report)
    if coded_term(case, values.get(held.term, "")) is None:
        yield EVENT
    if not case.language_of(report):
        yield LANGUAGE
    if not held.ticked(values):
        yield SERIOUS
    if not values.get(held.began):
        yield BEGAN
    if not held.outcome.meaning(values):
        yield OUTCOME


def _of_patient(case: Case, report: Report) -> Iterator[Text]:
    if not sex_of(case):
        yield SEX
    if age_of(case) is None:
        yield AGE
    values, died = contents(report), death_of(case)
    if died is not None or DEATH in case.safety.ticked(values) or case.safety.outcome.meaning(values) == FATAL:
        if died is None or not died.at:
            yield DIED
        if died is None or not died.cause:
            yield CAUSE


def _of_drug(case: Case) -> Iterator[Text]:
    yield DRUG
    if case.by_investigator is None:
        yield CAUSALITY
    if not doses_of(case):
        yield DOSES
