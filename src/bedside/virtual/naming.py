"""What virtual wards and their unit are called, in both languages: every name says that nobody of it is real."""

from __future__ import annotations

import re

from bedside.values.wording import Text

WARD = Text("virtual patients, not real (seed {seed})", "patients virtuels, fictifs (graine {seed})")
UNIT = Text("virtual unit, not real", "unité virtuelle, fictive")


def in_both(name: str) -> Text:
    """A name as a source holds it, in both languages: one that was made here is translated, any other stays."""
    if name == UNIT.en:
        return UNIT
    pattern = re.escape(WARD.en).replace(re.escape("{seed}"), r"(-?\d+)")
    found = re.fullmatch(pattern, name)
    return WARD.filled(seed=found[1]) if found else Text(name, name)
