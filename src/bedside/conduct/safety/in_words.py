"""What is kept of serious events and pregnancies as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.safety.case import CRITERIA
from bedside.conduct.safety.pregnancies import OUTCOMES, WHOSE
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Pregnancy.whose": WHOSE,
    "Pregnancy.outcome": OUTCOMES,
    "Receipt.criteria": CRITERIA,
}
