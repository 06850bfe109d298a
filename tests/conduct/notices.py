"""A version of the information notice, for studies that a test makes for itself."""

from __future__ import annotations

from bedside.conduct.study.actions_notices import register_notice
from bedside.conduct.study.models import Notice
from bedside.conduct.trail.keeping import Actor

READ = "1.0"


def approved() -> str:
    """The number of the version that people read, registered where the study has none."""
    if not Notice.objects.filter(number=READ).exists():
        register_notice(Actor("data manager", "data manager", "Sponsor", "test"), READ, "2020-01-01", "2020-01-01")
    return READ
