"""Small helps for the templates of inclusion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template

from bedside.conduct.frame.words import say
from bedside.conduct.inclusion.links import Link
from bedside.conduct.inclusion.questions import CANNOT_TELL, NO, YES
from bedside.conduct.inclusion.timeline import SIGNS, Progress
from bedside.conduct.participants.typed_times import local
from bedside.values.moment import Moment

register = template.Library()


@register.filter
def typed_local(at_us: int) -> str:
    """A moment as an input of date and time takes it."""
    return local(Moment(at_us))


@register.filter
def sign(progress: Progress) -> str:
    """How far something is, as a sign beside its words."""
    return SIGNS[progress]


@register.filter
def among(links: Mapping[str, Link], names: Iterable[str]) -> list[Link]:
    """Where these are written, each place once."""
    return list(dict.fromkeys(links[name] for name in names if name in links))


@register.simple_tag
def answer_choices() -> list[tuple[str, str]]:
    """The answers that a question takes, with their words."""
    return [(YES, say("inclusion.yes")), (NO, say("inclusion.no")), (CANNOT_TELL, say("inclusion.cannot_tell"))]
