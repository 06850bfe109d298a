"""What templates of other rooms show of samples, and lengths of time in words."""

from __future__ import annotations

from typing import Any

from django import template

from bedside.conduct.participants.models import Person
from bedside.conduct.participants.reading import protocol_for, site_protocol
from bedside.conduct.samples.flags import said
from bedside.values.interval import Interval
from bedside.values.wording import Text

register = template.Library()


@register.simple_tag(takes_context=True)
def sampled(context: Any, of: str | Person) -> bool:
    """Whether the protocol of a site or a participant has research samples, and the reader may see them."""
    if "SEE_SAMPLES" not in context.get("my_actions", ()):
        return False
    return bool((site_protocol(of) if isinstance(of, str) else protocol_for(of)).samples)


@register.filter
def in_time(span: int) -> Text:
    """A length of time (microseconds) in words."""
    return said(Interval.point(float(span)))
