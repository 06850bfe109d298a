"""Sites from the first plan to the last patient's last visit: what must be there, and in which state each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bedside.conduct.registers.models import SiteItem, SiteStep
from bedside.values.wording import Text


class SiteState(StrEnum):
    """The state of a site."""

    PLANNED = "planned"
    INITIATED = "initiated"
    ACTIVE = "active"
    ON_HOLD = "on hold"
    CLOSED = "closed"


STATES: Mapping[SiteState, Text] = {
    SiteState.PLANNED: Text("planned", "prévu"),
    SiteState.INITIATED: Text("initiated", "mis en place"),
    SiteState.ACTIVE: Text("active", "ouvert"),
    SiteState.ON_HOLD: Text("on hold", "suspendu"),
    SiteState.CLOSED: Text("closed", "fermé"),
}

FOLLOWS: Mapping[SiteState, frozenset[SiteState]] = {
    SiteState.PLANNED: frozenset({SiteState.INITIATED, SiteState.CLOSED}),
    SiteState.INITIATED: frozenset({SiteState.ACTIVE, SiteState.CLOSED}),
    SiteState.ACTIVE: frozenset({SiteState.ON_HOLD, SiteState.CLOSED}),
    SiteState.ON_HOLD: frozenset({SiteState.ACTIVE, SiteState.CLOSED}),
    SiteState.CLOSED: frozenset(),
}
ENROLLING = frozenset({SiteState.ACTIVE})
"""Inclusion only here; as with the study's status, screening may go on before, and follow-up after."""
NEED_REASON = frozenset({SiteState.ON_HOLD, SiteState.CLOSED})

ITEMS: Mapping[str, Text] = {
    "ethics": Text("approval of the ethics committee", "avis favorable du comité de protection des personnes"),
    "authority": Text("authorisation of the authority", "autorisation de l’autorité"),
    "contract": Text("contract with the hospital", "convention avec l’établissement"),
    "treatment": Text("treatment of the study on site", "traitement de l’étude sur place"),
    "staff": Text("staff trained, tasks delegated", "équipe formée, tâches déléguées"),
    "ranges": Text("reference ranges of the laboratory", "valeurs de référence du laboratoire"),
    "visit": Text("initiation visit", "visite de mise en place"),
}
"""What must be there before a site opens (ICH E6(R3) appendix C.2)."""


@dataclass(frozen=True)
class Item:
    """An item of a site's initiation as it stands; `held` is None while nobody said anything about it."""

    name: str
    text: Text
    held: SiteItem | None

    @property
    def there(self) -> bool:
        """Whether it is there."""
        return self.held is not None and bool(self.held.day)


def state_of(site: str) -> SiteState:
    """The state in force; a new site is planned."""
    last = SiteStep.objects.filter(site=site).order_by("-pk").values_list("state", flat=True).first()
    return SiteState(last) if last else SiteState.PLANNED


def checklist(site: str) -> list[Item]:
    """Every item, with the latest word about it."""
    said = {each.item: each for each in SiteItem.objects.filter(site=site).select_related("event").order_by("pk")}
    return [Item(name, text, said.get(name)) for name, text in ITEMS.items()]


def steps(site: str) -> list[tuple[Text, SiteStep]]:
    """Every change of a site's state, the latest first."""
    found = SiteStep.objects.filter(site=site).select_related("event").order_by("-pk")
    return [(STATES[SiteState(each.state)], each) for each in found]
