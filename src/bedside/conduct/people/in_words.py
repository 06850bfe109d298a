"""Roles as the trail keeps them, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.people.roles import ROLES
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {"Grant.role": ROLES}
