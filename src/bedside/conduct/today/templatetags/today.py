"""Small helps for the templates of a site's day."""

from __future__ import annotations

import json

from django import template

from bedside.conduct.frame.words import say, told
from bedside.conduct.participants.consent import Step, rule_of
from bedside.conduct.participants.reading import site_protocol
from bedside.conduct.today import board
from bedside.conduct.trail.models import Event
from bedside.errors import ProtocolError

register = template.Library()


@register.filter
def lasting(span: int) -> str:
    """A length of time (microseconds): `31 h 5 min`."""
    key, places = board.length(span)
    return say(f"today.{key}", **places)


@register.filter
def in_words(event: Event) -> str:
    """What an event of the trail was, for people: `consent: the patient agrees to go on`."""
    return say(f"today.did {event.action}", what=_what(event))


def _what(event: Event) -> str:
    if event.action in ("record consent", "take back consent"):
        return _consent(event)
    try:
        return told(site_protocol(event.site).schedule.event(event.place).text)
    except ProtocolError:
        return event.place


def _consent(event: Event) -> str:
    """The step, and by which route where it goes by one."""
    detail = json.loads(event.detail)
    step = told(rule_of(Step(detail["step"])).text)
    routes = {route.id: told(route.text) for route in site_protocol(event.site).consent_routes}
    route = routes.get(detail.get("route", ""))
    return f"{step} ({route})" if route else step
