"""The screenings of a site's hospital sources, as `bedside screen` left them: wards/SITE/SOURCE/ of the study's folder.

They hold hospital data of people who are in no study, with the numbers of their stays: they are never copied into the
database or into a backup, and only people of the site see them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from bedside.conduct.inclusion.importing import sources
from bedside.conduct.participants.actions import source_key
from bedside.conduct.participants.models import Person
from bedside.errors import UnreadableFile, cause
from bedside.screening.listed import Listed, listed
from bedside.values.moment import HOUR, Moment

WARDS, REPORT, TABLE = "wards", "report.html", "verdicts.parquet"
STILL = HOUR
"""A stay whose last hour is this long before the last hour of anybody is over."""


@dataclass(frozen=True)
class Ward:
    """One screened source of a site, and when it was screened (microseconds UTC)."""

    site: str
    source: str
    folder: Path
    made_us: int


@dataclass(frozen=True)
class Bed:
    """A stay of the ward, and the person it became in the study, if somebody began."""

    listed: Listed
    person: Person | None


def wards(site: str) -> list[Ward]:
    """The configured sources that were screened for a site."""
    found = []
    for source in sources():
        folder = settings.FOLDER.path / WARDS / site / source
        if re.fullmatch(r"[\w.-]+", source) and (folder / REPORT).is_file():
            found.append(Ward(site, source, folder, (folder / REPORT).stat().st_mtime_ns // 1000))
    return found


def report_of(ward: Ward) -> str:
    """The report, one HTML file that needs nothing else. Raises UnreadableFile."""
    file = ward.folder / REPORT
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"cannot be read ({cause(error)}).", file.name, "Screen the source again.") from error


def beds(ward: Ward) -> list[Bed]:
    """Those who are there still, the nearest to inclusion first; none where there is no table of verdicts."""
    table = ward.folder / TABLE
    rows = listed(table) if table.is_file() else []
    last = max((row.at for row in rows), default=Moment(0))
    there = [row for row in rows if row.at > last - STILL]
    keys = {source_key(ward.source, row.stay): row for row in there}
    known = {each.source_key: each for each in Person.objects.filter(site=ward.site, source_key__in=list(keys))}
    return [Bed(row, known.get(key)) for key, row in keys.items()]
