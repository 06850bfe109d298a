"""The kinds of cut, and of whom each holds what.

Somebody who objected to the use of their data leaves every later cut for efficacy, and is counted; a cut for safety
keeps what the protocol says must be reported of them, and nothing else. Sources: French public health code, article
L1122-1-1 (data collected before a withdrawal, unless the person objects); Regulation (EU) 536/2014, article 28(3) and
articles 41 to 43 (safety reporting); checked 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bedside.errors import UsageError
from bedside.values.wording import Text


class Kind(StrEnum):
    """What a cut is for."""

    EFFICACY = "efficacy"
    SAFETY = "safety"


KINDS: Mapping[Kind, Text] = {
    Kind.EFFICACY: Text("efficacy", "efficacité"),
    Kind.SAFETY: Text("safety", "sécurité"),
}
MEANING: Mapping[Kind, Text] = {
    Kind.EFFICACY: Text(
        "every participant but those who object to the use of their data",
        "tous les participants sauf ceux qui s’opposent à l’utilisation de leurs données",
    ),
    Kind.SAFETY: Text(
        "every participant; of those who object, only what must be reported",
        "tous les participants\u202f; de ceux qui s’opposent, seulement ce qui doit être déclaré",
    ),
}


def kind_of(text: str) -> Kind:
    """A kind by its name. Raises UsageError for another."""
    try:
        return Kind(text)
    except ValueError:
        raise UsageError(f"“{text}” is no kind of cut.", "cut", f"Choose among: {', '.join(Kind)}.") from None
