"""Pages to print. What they say goes in as JSON, so that no text is ever read as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, held: Mapping[str, Any]) -> bytes:
    """A PDF of a template of this room, filled. Raises KeyError for a template there is not."""
    files = {each.stem: each for each in TEMPLATES.glob("*.typ")}
    return bytes(typst.compile(files[template], sys_inputs={"held": json.dumps(held, ensure_ascii=False)}))
