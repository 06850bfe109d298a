"""A ward of virtual patients as a hospital's records stand at a moment: moved in time, and cut there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bedside.values.moment import HOUR, Moment
from bedside.virtual.patients import Table, Ward
from bedside.virtual.sheet import Column

AFTER = 12 * HOUR
"""How long ago the last patient of a ward of today came in, rounded to whole hours: long enough to have records."""


def today(ward: Ward, at: Moment) -> Ward:
    """The ward as it stands at a moment: the last patient came in half a day ago, and nothing is known of later.

    It is moved by whole hours, so that the same ward gives the same verdicts at whatever time of the day. The truth
    is moved and not cut.
    """
    by = (at - AFTER - int(ward.stays["admitted_us"].max())) // HOUR * HOUR
    return cut(moved(ward, by), at)


def moved(ward: Ward, by: int) -> Ward:
    """The same ward, everything in it later by so many microseconds; only years of birth follow by whole years."""
    years = round(by / (365.25 * 24 * HOUR))
    patients = {**ward.patients, "birth_year": ward.patients["birth_year"] + years}
    return replace(
        ward,
        patients=patients,
        stays=_later(ward.stays, by),
        facts=_later(ward.facts, by),
        truth=_later(ward.truth, by),
    )


def cut(ward: Ward, at: Moment) -> Ward:
    """What was known of the ward at a moment: no stay that began later, no end that came later, no later record.

    What lasted at the moment keeps its end: a source of the same moment would not know it, but no rule asked at the
    moment reads it.
    """
    here = np.less_equal(ward.stays["admitted_us"], at)
    patients = {name: column[here] for name, column in ward.patients.items()}
    stays = {
        name: _not_after(column[here], at) if _is_end(name) else column[here] for name, column in ward.stays.items()
    }
    known = np.less_equal(ward.facts["available_us"], at) & np.isin(ward.facts["patient_id"], patients["patient_id"])
    facts = {name: column[known] for name, column in ward.facts.items()}
    return replace(ward, patients=patients, stays=stays, facts=facts)


def _later(table: Table, by: int) -> Table:
    return {name: _plus(column, by) if name.endswith("_us") else column for name, column in table.items()}


def _plus(column: Column, by: int) -> Column:
    """Times may be masked (none), or objects of which some are None."""
    if column.dtype == object:
        moved_: Column = np.array([None if each is None else each + by for each in column], dtype=object)
        return moved_
    return column + by


def _is_end(name: str) -> bool:
    return name in ("discharged_us", "hospital_discharged_us", "died_us")


def _not_after(column: Column, at: Moment) -> Column:
    return np.ma.masked_where(np.greater(np.ma.filled(column, 0), at), column)
