"""Who does what at a site on whose word: the delegation log (ICH E6(R3) 2.3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.people.models import Grant, User
from bedside.conduct.people.permissions import rights_of
from bedside.conduct.people.roles import Role
from bedside.conduct.registers.models import Delegated, LogSignature
from bedside.conduct.study.clock import today
from bedside.values.wording import Text

TASKS: Mapping[str, Text] = {
    "consent": Text("information and consent", "information et consentement"),
    "eligibility": Text("eligibility", "éligibilité"),
    "assessments": Text("assessments and visits", "évaluations et visites"),
    "data": Text("data entry and answers to queries", "saisie des données et réponses aux demandes"),
    "events": Text("adverse events", "événements indésirables"),
    "treatment": Text("prescription of the study’s treatment", "prescription du traitement de l’étude"),
    "pharmacy": Text("dispensing and accountability", "dispensation et comptabilité"),
    "samples": Text("samples", "échantillons"),
}
"""What can be delegated."""
DELEGATES = frozenset({Role.NURSE, Role.INVESTIGATOR, Role.PHARMACIST})
"""Roles whose work at a site stands on a delegation; the investigator who keeps the log needs no line in it."""


class Standing(StrEnum):
    """Where a delegation stands."""

    TO_COME = "to come"
    WAITING = "waiting"
    HOLDS = "holds"
    OVER = "over"


STANDINGS: Mapping[Standing, Text] = {
    Standing.TO_COME: Text("to come", "à venir"),
    Standing.WAITING: Text("not accepted yet", "pas encore acceptée"),
    Standing.HOLDS: Text("in force", "en vigueur"),
    Standing.OVER: Text("ended", "terminée"),
}


class Part(StrEnum):
    """Who of the two signs."""

    DELEGATES = "delegates"
    ACCEPTS = "accepts"


MEANINGS: Mapping[Part, Text] = {
    Part.DELEGATES: Text(
        "I delegate these tasks to this person, who is qualified by education, training and experience to do them;"
        " I remain responsible and supervise what is done.",
        "Je délègue ces tâches à cette personne, que sa formation et son expérience qualifient pour les"
        " accomplir\u202f; j’en reste responsable et supervise ce qui est fait.",
    ),
    Part.ACCEPTS: Text(
        "I accept these tasks and do them as the protocol and good clinical practice ask.",
        "J’accepte ces tâches et les accomplis selon le protocole et les bonnes pratiques cliniques.",
    ),
}
"""What is signed (ICH E6(R3) 2.3.1, 2.3.3)."""


@dataclass(frozen=True)
class Hand:
    """How somebody signs who has just proved who they are: their name as it is to be printed, and the language (`en`,
    `fr`) in which they read what they sign.
    """

    name: str
    language: str


@dataclass(frozen=True)
class Line:
    """A line of the log."""

    delegated: Delegated

    @property
    def tasks(self) -> list[Text]:
        """What was delegated, in words."""
        return [TASKS.get(each, Text(each, each)) for each in self.delegated.tasks.split()]

    @property
    def given(self) -> LogSignature | None:
        """The signature of who delegates; None on a line of before lines were signed."""
        return self._signature(Part.DELEGATES)

    @property
    def taken(self) -> LogSignature | None:
        """The signature of who accepted."""
        return self._signature(Part.ACCEPTS)

    @property
    def signed(self) -> bool:
        """Whether whoever had a part in it so far signed for it."""
        return self.given is not None and (self.taken is not None or not hasattr(self.delegated, "accepted"))

    def _signature(self, part: Part) -> LogSignature | None:
        return next((each for each in self.delegated.signatures.all() if each.part == part.value), None)

    @property
    def last(self) -> str:
        """Its last day (ISO 8601); empty: none was said."""
        ended = getattr(self.delegated, "ended", None)
        return min(filter(None, (self.delegated.to_day, ended.to_day if ended else "")), default="")

    @property
    def standing(self) -> Standing:
        """Where it stands today."""
        day = today().isoformat()
        if self.last and self.last < day:
            return Standing.OVER
        if not hasattr(self.delegated, "accepted"):
            return Standing.WAITING
        return Standing.TO_COME if self.delegated.from_day > day else Standing.HOLDS

    @property
    def text(self) -> Text:
        """The same in words."""
        return STANDINGS[self.standing]


def log(site: str) -> list[Line]:
    """The log of a site, the latest line first."""
    whole = Delegated.objects.filter(site=site).select_related("event", "user", "accepted__event", "ended__event")
    return [Line(each) for each in whole.prefetch_related("signatures__event").order_by("-pk")]


def waits(line: Line) -> bool:
    """Whether it can still be accepted."""
    return line.standing is Standing.WAITING and not hasattr(line.delegated, "ended")


def staff(site: str) -> list[tuple[User, Role]]:
    """Who holds a role at a site that stands on a delegation, by name."""
    named = Grant.objects.filter(role__in=DELEGATES, site__in=[site, ""]).values_list("user", flat=True)
    users = list(User.objects.filter(pk__in=named, is_active=True).order_by("username"))
    held = rights_of(users)
    return [
        (user, role) for user in users for role in sorted(DELEGATES)
        if any(right.role is role and right.site in ("", site) for right in held[user])
    ]  # fmt: skip


def undelegated(site: str) -> list[User]:
    """Who acts at a site although no delegation to them is in force."""
    lines = log(site)
    holding = {each.delegated.user_id for each in lines if each.standing is Standing.HOLDS}
    keeping = {each.delegated.event.actor for each in lines}
    users = dict.fromkeys(user for user, _ in staff(site))
    return [user for user in users if user.pk not in holding and user.username not in keeping]
