"""A small simulation of JAKAHDI: its own scenarios with few virtual patients, one scenario, its hazard given."""

from __future__ import annotations

import re

from bedside.protocol.loading import find_trial
from bedside.simulation.reading import FILE

FEWER = {"made: 300": "made: 70", "every_h: 24": "every_h: 60", "eligible: by_all": "eligible: by_data",
         "  success: p0\n": "  recovery: 0.2\n"}  # fmt: skip


def small_scenarios() -> str:
    """Scenarios that are worked out in seconds."""
    text = (find_trial("jakahdi") / FILE).read_text(encoding="utf-8")
    for whole, less in FEWER.items():
        assert whole in text
        text = text.replace(whole, less)
    return re.sub(r"\n  hoped_for:.*", "\n", text, flags=re.DOTALL)
