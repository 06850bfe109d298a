"""Texts that people read, word for word, in unit/golden/: a change of one is seen in the difference of a file."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "unit" / "golden"
WRITE = "BEDSIDE_WRITE_GOLDEN"
"""Set to 1, the files are written anew instead; then read their difference."""


def same_as(name: str, text: str) -> None:
    """Assert that a text is that of a golden file."""
    path = FOLDER / name
    if os.environ.get(WRITE):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
