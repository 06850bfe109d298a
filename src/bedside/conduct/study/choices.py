"""Choices that law and protocol leave to the study, as one table: what is asked, what may be answered, what holds
until somebody chooses, and who says that there is a choice. Whoever acts by one asks `chosen`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.conduct.people.roles import ROLES, Role
from bedside.conduct.study.models import Setting
from bedside.errors import UsageError
from bedside.scores.ctcae import PUBLISHED, Version
from bedside.values.wording import Text

SECOND_PHYSICIAN, REASSESS_HOURS = "second_physician", "reassess_hours"
CTCAE, DELTA, BEFORE_LOCK = "ctcae", "delta_factor", "days_before_lock"
ON, OFF = "on", "off"


@dataclass(frozen=True)
class Choice:
    """One choice: what it is about, what may be chosen, what holds until then, and its source."""

    name: str
    asked: Text
    offered: Mapping[str, Text]
    default: str
    source: Text


@dataclass(frozen=True)
class Chosen:
    """That something was chosen: when, by whom in which role, why (None where that was redacted)."""

    choice: Choice
    value: str
    at_us: int
    by: str
    role: Text | None
    reason: str | None

    @property
    def told(self) -> Text:
        """The value in words."""
        return self.choice.offered.get(self.value, Text(self.value, self.value))


CHOICES: Mapping[str, Choice] = {
    each.name: each
    for each in (
        Choice(
            SECOND_PHYSICIAN,
            Text(
                "Does a second physician confirm an inclusion in an emergency?",
                "Un second médecin confirme-t-il une inclusion en urgence\u00a0?",
            ),
            {OFF: Text("no", "non"), ON: Text("yes", "oui")}, OFF,
            Text(
                "Neither art. L1122-1-3 CSP nor art. 35 EU 536/2014 asks for one; a sponsor may.",
                "Ni l’art. L1122-1-3 CSP ni l’art. 35 UE 536/2014 ne le demandent\u00a0; un promoteur le peut.",
            ),
        ),
        Choice(
            REASSESS_HOURS,
            Text(
                "After how long without a look at the patient’s capacity to decide is the next one late?",
                "Après combien de temps sans réévaluation la prochaine évaluation de l’aptitude du patient à décider"
                " est-elle en retard\u00a0?",
            ),
            {hours: Text(f"{hours} h", f"{hours} h") for hours in ("12", "24", "48", "72")}, "24",
            Text(
                "Continuation consent is sought as soon as possible (art. L1122-1-3 CSP): every day, unless chosen"
                " otherwise.",
                "Le consentement à poursuivre est recherché dès que possible (art. L1122-1-3 CSP)\u00a0: chaque jour, à"
                " défaut d’un autre choix.",
            ),
        ),
        Choice(
            CTCAE,
            Text(
                "By which version of the CTCAE are grades shown?",
                "Selon quelle version des CTCAE les grades sont-ils affichés\u00a0?",
            ),
            {each.value: Text(said, said) for each in Version for said in [f"CTCAE {each} ({PUBLISHED[each]})"]},
            Version.V5.value,
            Text(
                "National Cancer Institute; the protocol or its safety plan names the version.",
                "National Cancer Institute\u00a0; le protocole ou son plan de vigilance nomme la version.",
            ),
        ),
        Choice(
            DELTA,
            Text(
                "By how many times must a result differ from the one before it to be asked about?",
                "De combien de fois un résultat doit-il différer du précédent pour qu’une confirmation soit"
                " demandée\u00a0?",
            ),
            {str(factor): Text(f"× {factor}", f"× {factor}") for factor in (2, 3, 5, 10, 20)}, "10",
            Text("A choice of the data management plan.", "Un choix du plan de gestion des données."),
        ),
        Choice(
            BEFORE_LOCK,
            Text(
                "How long before a lock is a change of a critical item listed for review?",
                "Combien de temps avant un verrouillage une modification d’un champ critique est-elle listée pour"
                " revue ?",
            ),
            {str(days): Text(f"{days} days", f"{days} jours") for days in (3, 7, 14, 30)}, "7",
            Text(
                "EMA computerised systems guideline, 6.2.2, asks for the review and names no length.",
                "La ligne directrice de l’EMA sur les systèmes informatisés, 6.2.2, demande la revue sans fixer de"
                " durée.",
            ),
        ),
    )
}  # fmt: skip
"""Every choice, in the order in which they are shown."""


def choice(name: str) -> Choice:
    """The choice of this name. Raises UsageError when there is none."""
    if name not in CHOICES:
        raise UsageError(f"there is nothing to choose that is called “{name}”.", "settings", "Choose one of the page.")
    return CHOICES[name]


def chosen(name: str) -> str:
    """What holds now: what was chosen last, the default where nothing was that is offered."""
    asked = choice(name)
    kept = Setting.objects.filter(name=name).order_by("-pk").values_list("value", flat=True).first()
    return kept if kept in asked.offered else asked.default


def history() -> list[Chosen]:
    """Everything that was chosen, the latest first."""
    kept = Setting.objects.filter(name__in=CHOICES).select_related("event").order_by("-pk")
    return [
        Chosen(
            CHOICES[each.name], each.value, each.event.at_us, each.event.actor,
            ROLES.get(Role(each.event.role)) if each.event.role in set(Role) else None, each.event.reason,
        )
        for each in kept
    ]  # fmt: skip
