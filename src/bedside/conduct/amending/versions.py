"""The versions of the protocol that the study keeps: each with its amendment, and where it is in force since when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.amending.words import WORDS
from bedside.conduct.people.models import Site
from bedside.conduct.study.actions import DATED
from bedside.conduct.study.clock import today
from bedside.conduct.study.models import Approval, Version
from bedside.errors import UsageError
from bedside.values.wording import Text


class State(StrEnum):
    """How a version stands at a site."""

    NOT_APPROVED = "not_approved"
    PLANNED = "planned"
    IN_FORCE = "in_force"
    FOLLOWED = "followed"


SIGNS: Mapping[State, str] = {State.NOT_APPROVED: "–", State.PLANNED: "→", State.IN_FORCE: "✓", State.FOLLOWED: "·"}
TONES: Mapping[State, str] = {
    State.NOT_APPROVED: "still", State.PLANNED: "open", State.IN_FORCE: "good", State.FOLLOWED: "still",
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A version at a site: how it stands, since or from which day, and whether consent is renewed there for it."""

    site: str
    state: State
    day: str
    reconsent: bool

    @property
    def text(self) -> Text:
        """The state in words, with its day."""
        return WORDS[self.state.value].filled(day=self.day)

    @property
    def sign(self) -> str:
        """The sign beside the words."""
        return SIGNS[self.state]

    @property
    def tone(self) -> str:
        """The class of the style sheet."""
        return TONES[self.state]


@dataclass(frozen=True)
class Kept:
    """A kept version: its amendment's title (None: redacted) and date (empty: not told), and a cell a site."""

    version: Version
    title: str | None
    dated: str
    cells: tuple[Cell, ...]


def kept_versions() -> list[Kept]:
    """Every kept version, the latest first."""
    held = list(Version.objects.select_related("event").order_by("-pk"))
    order = {each.pk: each.version for each in reversed(held)}
    sites, approvals = [site.code for site in Site.objects.all()], list(Approval.objects.order_by("pk"))
    of_site = {site: _cells(site, order, [each for each in approvals if each.site == site]) for site in sites}
    return [Kept(each, each.event.reason, _dated(each), tuple(of_site[site][each.pk] for site in sites))
            for each in held]  # fmt: skip


def version_of(number: str) -> Version:
    """A kept version. Raises UsageError for one there is not."""
    found = Version.objects.select_related("event").filter(version=number).first()
    if found is None:
        raise UsageError(f"there is no version {number}.", "protocol", "Choose one of the list.")
    return found


def before(version: Version) -> Version | None:
    """The version that was kept before it; None for the first."""
    return Version.objects.select_related("event").filter(pk__lt=version.pk).order_by("-pk").first()


def _cells(site: str, order: Mapping[int, str], approvals: list[Approval]) -> dict[int, Cell]:
    """A site works by the latest version whose day has come, so that a version before it is followed by it."""
    day, last = today().isoformat(), {each.version_id: each for each in approvals}
    since = {pk: min(each.from_day for each in approvals if each.version_id == pk) for pk in last}
    come = [pk for pk in order if pk in since and since[pk] <= day]
    found = {}
    for pk in order:
        state = State.NOT_APPROVED if pk not in since else State.PLANNED if since[pk] > day else State.FOLLOWED
        state = State.IN_FORCE if come and pk == come[-1] else state
        found[pk] = Cell(site, state, since.get(pk, ""), pk in last and last[pk].reconsent)
    return found


def _dated(version: Version) -> str:
    return str(json.loads(version.event.detail or "{}").get(DATED, ""))
