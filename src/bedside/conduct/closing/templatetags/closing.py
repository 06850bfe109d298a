"""What is closed and signed, for pages of any room: `{% standing scope %}` beside a title, `{% closed_words row %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bedside.conduct.closing.signing import SIGNS as SIGNATURE_SIGNS
from bedside.conduct.closing.signing import WORDS as SIGNATURE_WORDS
from bedside.conduct.closing.signing import Signatures, Signing
from bedside.conduct.closing.views import address
from bedside.conduct.closing.views_signing import sign_address
from bedside.conduct.frame.words import told
from bedside.conduct.locks import reading
from bedside.conduct.locks.models import Closing
from bedside.conduct.locks.scopes import Scope
from bedside.conduct.locks.states import SIGNS, WORDS, State
from bedside.conduct.participants.models import Person
from bedside.conduct.people.permissions import may
from bedside.conduct.people.roles import Action

register = template.Library()
TONES = {State.OPEN: "still", State.FROZEN: "open", State.LOCKED: "bad"}
SIGNED_TONES = {Signing.SIGNED: "good", Signing.FALLEN: "bad", Signing.UNSIGNED: "still"}


@register.simple_tag
def state_chip(state: State) -> SafeString:
    """A state as sign and word."""
    return format_html('<span class="chip {}">{} {}</span>', TONES[state], SIGNS[state], told(WORDS[state]))


@register.simple_tag
def signing_chip(state: Signing) -> SafeString:
    """How a place stands with signatures, as sign and word."""
    return format_html(
        '<span class="chip {}">{} {}</span>', SIGNED_TONES[state], SIGNATURE_SIGNS[state], told(SIGNATURE_WORDS[state])
    )


@register.simple_tag
def closed_words(closing: Closing) -> SafeString:
    """Who closed a place, when and why, and whom to ask."""
    said = told(reading.told(closing))
    return format_html(
        '<p class="message warning">{} {} {}</p>', SIGNS[State(closing.state)], said[0].upper() + said[1:],
        told(reading.whom_to_ask(closing)),
    )  # fmt: skip


@register.inclusion_tag("closing/standing.html", takes_context=True)
def standing(context: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """How a form, a visit or a casebook stands: what closes it, whether it is signed, and, for readers who may look
    there, where both are done."""
    person = Person.objects.filter(code=scope.participant).first()
    signatures = Signatures([person] if person else [])
    return {
        "closing": reading.closed(scope), "signing": signatures.state(scope), "begun": signatures.begun(scope),
        "closing_at": address(scope), "sign_at": sign_address(scope),
        "sees": may(context["user"], Action.SEE_CLOSING, scope.site),
    }  # fmt: skip


@register.simple_tag
def closing_address(scope: Scope) -> str:
    """The page on which a scope is closed and opened."""
    return address(scope)
