"""Which version of the protocol holds for a person, in the head of their pages."""

from __future__ import annotations

from django import template

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import consent_of, died_at, protocol_for, said_dead, to_renew
from bedside.conduct.study.protocol import read_once

register = template.Library()


@register.inclusion_tag("participants/holding.html")
@read_once()
def version_that_holds(person: Person) -> dict[str, object]:
    """The version, the one for which their consent is awaited anew, and when they died."""
    renew = to_renew(person) if hasattr(person, "enrolled") else ""
    awaited = renew if renew and consent_of(person).lawful else ""
    return {"version": protocol_for(person).version, "awaited": awaited, "died": died_at(person) or said_dead(person)}
