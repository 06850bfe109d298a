"""What is kept of data cuts as codes, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.conduct.cuts.kinds import KINDS
from bedside.values.wording import Text

CODES: Mapping[str, Mapping[str, Text]] = {
    "Cut.kind": KINDS,
}
