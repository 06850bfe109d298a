"""A file that leaves the study, with its entry in the trail."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from bedside.conduct.trail.keeping import Act, Actor, note


def exported(
    by: Actor, name: str, content: str | bytes, kind: str, site: str = "", participant: str = ""
) -> HttpResponse:
    """The file as a download, noted as exported by whom."""
    note(Act(by, "export", site, participant, place=name))
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


NUMBER = re.compile(r"-\d+(\.\d+)?")


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV that a spreadsheet opens in UTF-8; no cell is a formula."""
    made = io.StringIO()
    made.write("\ufeff")
    csv.writer(made).writerows([_harmless(str(cell)) for cell in row] for row in rows)
    return made.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a negative number is none, and stays a number."""
    runs = cell[:1] in "=+-@\t\r" and cell[:1]
    return f"'{cell}" if runs and not NUMBER.fullmatch(cell) else cell
