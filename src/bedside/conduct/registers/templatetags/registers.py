"""What templates of other rooms show of the registers."""

from __future__ import annotations

from collections.abc import Collection

from django import template

from bedside.conduct.people.models import User
from bedside.conduct.registers import breaches, training
from bedside.conduct.registers.breaches import State
from bedside.conduct.registers.delegation import staff, undelegated
from bedside.conduct.registers.models import Trained
from bedside.values.wording import Text

register = template.Library()


@register.simple_tag
def trainings_of(user: User) -> list[tuple[Text, Trained]]:
    """What somebody was trained in, the latest day first."""
    return training.trainings([user])


@register.simple_tag
def trainings_lacking(user: User) -> list[training.Lacking]:
    """What their roles need and they were not trained in."""
    return training.lacking(user)


@register.simple_tag
def open_deviations() -> list[breaches.Line]:
    """Every deviation of the study that is not closed."""
    return [each for each in breaches.deviations() if each.state is not State.CLOSED]


@register.inclusion_tag("registers/pressing.html")
def pressing_breaches(sites: Collection[str]) -> dict[str, object]:
    """A card of the possible serious breaches at these sites that are to be assessed, and of those to be notified."""
    return {"running": breaches.pressing(sites)}


@register.inclusion_tag("registers/warnings.html", takes_context=True)
def register_warnings(context: template.Context, site: str) -> dict[str, object]:
    """A card of who acts at a site without delegation or training, and of breaches whose clock runs."""
    if "SEE_REGISTERS" not in context.get("my_actions", ()):
        return {}
    lacking = training.lacking_of(dict.fromkeys(user for user, _ in staff(site)))
    return {
        "here": site, "undelegated": undelegated(site), "running": breaches.pressing([site]),
        "untrained": [user for user, topics in lacking.items() if topics],
    }  # fmt: skip
