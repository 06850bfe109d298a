"""Pages to print, set by typst. What they say goes in as JSON, so that no text is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
"""The folder that a template may import from: `/report/templates/frame.typ` is what all pages have alike."""


def pdf(template: Path, held: Mapping[str, Any]) -> bytes:
    """The PDF of a template, filled with what is `held`; no date is in it, so the same gives the same bytes."""
    import typst

    inputs = {"held": json.dumps(held, ensure_ascii=False)}
    return bytes(typst.compile(template, root=ROOT, sys_inputs=inputs))
