"""The listings on paper: their tables on landscape pages, the heads again on each. They name nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import typst
from django.conf import settings

from bedside.conduct.frame.templatetags.words import local
from bedside.conduct.frame.words import language, say, told
from bedside.conduct.participants.models import Person
from bedside.conduct.safety import listing, tabulation
from bedside.conduct.safety.reading import cases, first_doses
from bedside.conduct.study.protocol import latest
from bedside.values.moment import now

TEMPLATE = Path(__file__).with_name("listing.typ")
SPANS, KINDS = ("period", "whole"), ("all", "related", "susar", "fatal")
"""What is counted of a term, by its words."""


@dataclass(frozen=True)
class Table:
    """A table with its heading; without `columns`, pairs of words and numbers."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def board_pdf(persons: Sequence[Person]) -> bytes:
    """Every adverse event with its summary, for a data monitoring board."""
    found = list(cases(persons))
    tables = [
        Table(say("safety.summary"), [], list(tabulation.summary(found, first_doses(persons)))),
        Table(say("safety.all_events"), listing.header(), [listing.on_screen(each) for each in found]),
    ]
    return _printed(say("safety.board"), "", tables)


def annual_pdf(persons: Sequence[Person], first: date, last: date) -> bytes:
    """The serious events of a period, and the counts beside those since the beginning."""
    held = tabulation.annual(cases(persons), first_doses(persons), first, last)
    kinds = [f"{say(f'safety.{span}')} · {say(f'safety.{kind}_short')}" for span in SPANS for kind in KINDS]
    columns = [say("safety.system"), say("safety.term"), *kinds]
    counts = [[each.system, each.term, *map(str, (*each.period, *each.whole))] for each in held.counts]
    lines = [listing.annual_on_screen(each) for each in held.cases]
    tables = [
        Table(say("safety.counts"), columns, counts),
        Table(say("safety.lines"), listing.header(annual=True), lines),
    ]
    lead = say("safety.of_period", first=first, last=last, exposed=held.exposed)
    return _printed(say("safety.annual"), lead, tables)


def _printed(title: str, lead: str, tables: Sequence[Table]) -> bytes:
    """The tables as a PDF, in the reader's language."""
    held = {
        "language": language(), "title": title, "lead": lead, "study": told(latest().text), "none": "–",
        "note": f"{say('safety.report_note')} {say('safety.printed')} {local(now())}",
        "tables": [asdict(each) for each in tables], "not_real": say("not_real") if settings.DEMONSTRATION else "",
    }  # fmt: skip
    return bytes(typst.compile(TEMPLATE, sys_inputs={"held": json.dumps(held, ensure_ascii=False)}))
