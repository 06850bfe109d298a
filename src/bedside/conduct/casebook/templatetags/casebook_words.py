"""Codes in words: `{{ event.role|role_words }}`, `{{ checked.checks|check_words }}`, `{{ who|originator_words }}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from bedside.conduct.casebook import originators
from bedside.conduct.casebook.checks import TITLES
from bedside.conduct.frame.words import told
from bedside.conduct.people.roles import ROLES

register = template.Library()
_ROLES = {role.value: text for role, text in ROLES.items()}


@register.filter
def role_words(role: str) -> str:
    """A role in the reader's language; one that is no longer in the table as it was kept."""
    return told(_ROLES[role]) if role in _ROLES else role


@register.filter
def check_words(names: str) -> str:
    """The titles of checks, of their names with blanks between them."""
    return ", ".join(told(TITLES[name]) if name in TITLES else name for name in names.split())


@register.filter
def originator_words(originator: str) -> str:
    """Who or what observed a value; a user name as it stands."""
    return told(originators.said(originator))


@register.filter
def of(held: Mapping[str, Any], item: str) -> Any:
    """What is held of an item; None for nothing."""
    return held.get(item)
