"""What the registers keep as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.people.roles import ROLES
from bedside.conduct.registers.activation import ITEMS
from bedside.conduct.registers.activation import STATES as SITES
from bedside.conduct.registers.breaches import KINDS, MEASURES, SEVERITIES
from bedside.conduct.registers.delegation import TASKS
from bedside.conduct.registers.training import TOPICS
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Deviation.kind": KINDS,
    "Classified.severity": SEVERITIES,
    "Measure.kind": MEASURES,
    "SiteItem.item": ITEMS,
    "SiteStep.state": SITES,
    "SiteStep.before": SITES,
    "Required.topic": TOPICS,
    "Required.role": ROLES,
    "Trained.topic": TOPICS,
    "Delegated.tasks": TASKS,
}
