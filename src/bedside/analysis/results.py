"""Every number of an analysis as rows: who is analysed, and each outcome by the method of its estimand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bedside.analysis.adverse import adverse
from bedside.analysis.beside import beside
from bedside.analysis.comparing import comparison
from bedside.analysis.competing import competing
from bedside.analysis.contradictions import contradictions
from bedside.analysis.counts import counts
from bedside.analysis.exposed import exposed
from bedside.analysis.extent import extent
from bedside.analysis.flow import flow
from bedside.analysis.listed_events import deaths, listed_events
from bedside.analysis.proportion import proportion
from bedside.analysis.rates_from_dose import rates_from_dose
from bedside.analysis.rows import Row
from bedside.analysis.survival import survival
from bedside.analysis.values import values
from bedside.analysis.worked import Worked
from bedside.protocol.estimands import Estimand, Method

METHODS: Mapping[Method, Callable[[Worked, Estimand], Iterator[Row]]] = {
    Method.PROPORTION: proportion,
    Method.VALUES: values,
    Method.COUNTS: counts,
    Method.COMPETING: competing,
    Method.SURVIVAL: survival,
}


def rows_of(worked: Worked) -> tuple[Row, ...]:
    """All rows: what contradicts itself, everybody, then outcome by outcome in the order of the protocol."""
    found = [*contradictions(worked), *flow(worked), *exposed(worked), *extent(worked), *deaths(worked)]
    for estimand in worked.promised.estimands:
        found += METHODS[estimand.method](worked, estimand)
        found += rates_from_dose(worked, estimand)
        found += adverse(worked, estimand)
        found += listed_events(worked, estimand)
        found += beside(worked, estimand)
        found += comparison(worked, estimand)
    return tuple(found)
