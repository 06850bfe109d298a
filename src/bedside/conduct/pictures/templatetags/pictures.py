"""The alerts of a participant, for the pages of lower rooms that show them."""

from __future__ import annotations

from django import template

from bedside.conduct.inclusion.alerts import AlertNow, alerts_of
from bedside.conduct.participants.models import Person

register = template.Library()


@register.inclusion_tag("pictures/alerts_told.html")
def alerts_told(person: Person) -> dict[str, tuple[AlertNow, ...]]:
    """The alerts of a participant that are to be told, none where there are none."""
    return {"alerts": tuple(each for each in alerts_of(person) if each.told)}
