"""The pages to print of this room, by the names of their templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bedside.report import pdf as printing

TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, held: Mapping[str, Any]) -> bytes:
    """A PDF of a template of this room, filled. Raises KeyError for a template there is not."""
    files = {each.stem: each for each in TEMPLATES.glob("*.typ")}
    return printing.pdf(files[template], held)
