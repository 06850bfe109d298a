"""How long the queries that are not over have been open, by site: how many of each age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bedside.conduct.frame.words import say
from bedside.conduct.monitoring.choosing import AGES, Choice
from bedside.report.svg import drawing, element, words

WIDTH, LEFT, ROW, BAR = 900.0, 300.0, 24.0, 420.0
BANDS: tuple[tuple[int, int | None], ...] = (*pairwise((0, *AGES)), (AGES[-1], None))
"""Ages in whole days: from, and below which (None: any)."""


@dataclass(frozen=True)
class Aged:
    """The queries of a site that are not over and whose age, in whole days, is in a band."""

    site: str
    since: int
    below: int | None
    count: int

    @property
    def age(self) -> str:
        """The band in words."""
        if self.below is None:
            return say("pictures.days_from", first=self.since)
        return say("pictures.days_between", first=self.since, last=self.below - 1)


def aged(sites: Sequence[str]) -> list[Aged]:
    """A row for each site that has such queries and each age, the youngest first."""
    of: dict[str, list[int]] = {}
    for thread in Choice().threads(sites):
        of.setdefault(thread.query.person.site, []).append(thread.days)
    return [
        Aged(site, since, below, sum(since <= days and (below is None or days < below) for days in of[site]))
        for site in sorted(of) for since, below in BANDS
    ]  # fmt: skip


def figure(rows: Sequence[Aged]) -> str:
    """A bar for each row, its number beside it: no value is told by its colour alone."""
    most = max((row.count for row in rows), default=1) or 1
    parts = [part for place, row in enumerate(rows) for part in _bar(row, 4 + place * ROW, most)]
    return drawing(WIDTH, max(len(rows), 1) * ROW + 8, say("pictures.queries_told"), *parts, class_="picture")


def _bar(row: Aged, y: float, most: int) -> Iterator[str]:
    yield words(f"{row.site} · {row.age}", LEFT - 10, y + 15, class_="tick end")
    yield element("rect", x=LEFT, y=y + 3, width=BAR, height=ROW - 8, class_="track")
    yield element("rect", x=LEFT, y=y + 3, width=BAR * row.count / most, height=ROW - 8, class_="filled")
    yield words(str(row.count), LEFT + BAR + 10, y + 15, class_="tick")
