"""Who was trained in what and when, and what each role needs (ICH E6(R3) 2.3.2; FDA guidance 2024, Q9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bedside.conduct.people.models import User
from bedside.conduct.people.permissions import rights_of
from bedside.conduct.people.roles import Role
from bedside.conduct.registers.models import Required, Trained
from bedside.values.wording import Text

TOPICS: Mapping[str, Text] = {
    "gcp": Text("good clinical practice", "bonnes pratiques cliniques"),
    "protocol": Text("the protocol", "le protocole"),
    "software": Text("bedside", "bedside"),
    "safety": Text("safety reporting", "vigilance"),
    "treatment": Text("treatment of the study", "traitement de l’étude"),
    "samples": Text("samples", "échantillons"),
    "privacy": Text("data protection", "protection des données"),
}
"""What one can be trained in."""


@dataclass(frozen=True)
class Lacking:
    """A training that a role of somebody's needs and that they have not; `version` is empty where any will do."""

    topic: Text
    version: str


def required() -> dict[Role, dict[str, str]]:
    """What each role needs: topics, each with the version that is asked for (empty: any)."""
    found: dict[Role, dict[str, str]] = defaultdict(dict)
    for each in Required.objects.order_by("pk"):
        found[Role(each.role)].pop(each.topic, None)
        if each.needed:
            found[Role(each.role)][each.topic] = each.version
    return {role: topics for role, topics in found.items() if topics}


def trainings(users: Iterable[User] | None = None) -> list[tuple[Text, Trained]]:
    """The log, the latest day first: of everybody, or of these."""
    found = Trained.objects.select_related("event", "user").order_by("-day", "-pk")
    found = found if users is None else found.filter(user__in=list(users))
    return [(TOPICS.get(each.topic, Text(each.topic, each.topic)), each) for each in found]


def lacking(user: User) -> list[Lacking]:
    """What the roles of somebody need and they were not trained in."""
    return lacking_of([user])[user]


def lacking_of(users: Iterable[User]) -> dict[User, list[Lacking]]:
    """The same for each of these, asked at once."""
    users = list(users)
    needed, held, had = required(), rights_of(users), defaultdict(set)
    for each in Trained.objects.filter(user__in=users):
        had[each.user_id] |= {(each.topic, ""), (each.topic, each.version)}
    asked = {
        user: {pair for right in held[user] for pair in needed.get(right.role, {}).items()} - had[user.pk]
        for user in users
    }
    return {
        user: [Lacking(TOPICS.get(topic, Text(topic, topic)), version) for topic, version in sorted(pairs)]
        for user, pairs in asked.items()
    }
