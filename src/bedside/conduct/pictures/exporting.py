"""A picture or its numbers as a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.http import Http404, HttpResponse

from bedside.conduct.frame.exports import as_csv, exported
from bedside.conduct.trail.keeping import Actor

STYLE = Path(__file__).parent / "static" / "pictures" / "figures.css"
COLOURS = (
    ":root{--ink:#1b2430;--soft:#4d5a68;--line:#dde3e9;--paper:#fff;--link:#0b5394;--strong:#0b4f8a;--bar:#16222f}"
)
"""What the pages' own sheet names its colours, for a picture that stands alone."""

Picture = tuple[Callable[[], str], Callable[[], Iterable[Sequence[object]]]]
"""How a picture is made, and its rows."""


def exported_picture(
    by: Actor, name: str, pictures: Mapping[str, Picture], site: str = "", participant: str = ""
) -> HttpResponse:
    """`NAME.svg` or `NAME.csv` of these pictures, noted as exported. Raises Http404 for any other."""
    which, _, kind = name.rpartition(".")
    if which not in pictures or kind not in ("svg", "csv"):
        raise Http404
    drawn, rows = pictures[which]
    file = f"{participant or 'study'}-{name}"
    if kind == "csv":
        return exported(by, file, as_csv(rows()), "text/csv; charset=utf-8", site, participant)
    return exported(by, file, standalone(drawn()), "image/svg+xml; charset=utf-8", site, participant)


def standalone(svg: str) -> str:
    """A picture with its namespace and its styles inside."""
    opened = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head, _, rest = opened.partition(">")
    return f"{head}><style>{COLOURS}{STYLE.read_text(encoding='utf-8')}</style>{rest}"
