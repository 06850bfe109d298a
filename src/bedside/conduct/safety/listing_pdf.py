"""A listing on paper: its tables on landscape pages, the heads again on each. It names nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst
from django.conf import settings

from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.study.protocol import latest
from bedside.values.moment import now

TEMPLATE = Path(__file__).with_name("listing.typ")


@dataclass(frozen=True)
class Table:
    """A table with its heading; without `columns`, pairs of words and numbers."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def printed(title: str, lead: str, tables: Sequence[Table]) -> bytes:
    """The tables as a PDF, in the reader's language."""
    held = {
        "language": language(), "title": title, "lead": lead, "study": told(latest().text), "none": "–",
        "note": f"{say('safety.report_note')} {say('safety.printed')} {local(now())}",
        "tables": [asdict(each) for each in tables], "not_real": say("not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(held, ensure_ascii=False)}))
