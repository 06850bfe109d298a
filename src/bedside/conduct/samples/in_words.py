"""What is kept of samples as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.samples.words import CONDITIONS, DRAWERS, LOOKS, REASONS
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Draw.drawer": DRAWERS,
    "NotDrawn.because": REASONS,
    "Processed.haemolysis": LOOKS,
    "Receipt.condition": CONDITIONS,
}
