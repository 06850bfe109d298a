"""Looks of questions that know what was known at their own moment: each record covers the questions that may read it.

In order of person and time those questions stand side by side, so that a record covers a span of them, whatever it is:
late, lasting, of a time that is not exact, or no longer read since another took its place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bedside.engines.arrays import Array, Columns
from bedside.engines.picking import Seen
from bedside.engines.spans import greatest_over, laid_out, least_over, sum_over
from bedside.engines.timeline import Timeline
from bedside.rules.nodes import Over, Pick
from bedside.values.moment import EVER

RECORD = ("begin", "finish", "seen_from", "seen_until", "low", "high", "sure")
"""The columns of `events` that are read."""
NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True)
class _Covered:
    """Of each record the places of the questions that may read it, and of those that surely count it."""

    first: Array
    behind: Array
    sure_first: Array
    sure_behind: Array


def seen(look: Over, records: Columns, questions: Timeline, size: int) -> Seen:
    """What the records of a look come to for each of `size` questions.

    `records` are columns as in `events`, with `person` as the questions count them.
    """
    covered = _covered(look, records, questions)
    every, sure = (covered.first, covered.behind), (covered.sure_first, covered.sure_behind)
    low, high = records["low"], records["high"]
    match look.pick:
        case Pick.HIGHEST:
            known = greatest_over(size, *sure, low)
            return Seen(known, greatest_over(size, *every, high), _any(size, *sure, known, low))
        case Pick.LOWEST:
            known = least_over(size, *sure, high)
            return Seen(least_over(size, *every, low), known, _any(size, *sure, known, high))
        case Pick.LATEST:
            return _latest(records, covered, size)
        case Pick.COUNT:
            one = np.ones(len(low), dtype=np.int64)
            certain = sum_over(size, *sure, one)
            return Seen(certain, sum_over(size, *every, one), certain > 0)
        case Pick.TOTAL:
            return _total(look, records, covered, size)


def _covered(look: Over, records: Columns, questions: Timeline) -> _Covered:
    back, until = look.window.back, look.window.until
    begin, finish, person, sure = (records[name] for name in ("begin", "finish", "person", "sure"))
    arrived, gone = records["seen_from"], records["seen_until"]
    first, behind = questions.span(person, np.maximum(begin + until, arrived), np.minimum(finish + back, gone) - 1)
    if not look.variable.lasting and (vague := begin != finish).any():
        sure_first, sure_behind = first.copy(), behind.copy()
        sure_first[vague], sure_behind[vague] = questions.span(
            person[vague],
            np.maximum(finish + until, arrived)[vague],
            np.minimum(begin + back, gone)[vague] - 1,
        )
    else:
        sure_first, sure_behind = first, behind
    return _Covered(first, behind, sure_first, np.where(sure, sure_behind, sure_first))


def _any(size: int, first: Array, behind: Array, known: Array, values: Array) -> Array:
    """Whether any span covers a place of which the greatest or least of them is known."""
    if np.isfinite(values).all():
        return np.isfinite(known)
    return sum_over(size, first, behind, np.ones(len(values), dtype=np.int64)) > 0


def _total(look: Over, records: Columns, covered: _Covered, size: int) -> Seen:
    scale = 10.0**look.variable.decimals
    low, high = (np.rint(records[end] * scale).astype(np.int64) for end in ("low", "high"))
    every, sure = (covered.first, covered.behind), (covered.sure_first, covered.sure_behind)
    below, above = np.minimum(low, 0), np.maximum(high, 0)
    return Seen(
        sum_over(size, *sure, low),
        sum_over(size, *sure, high),
        sum_over(size, *sure, np.ones(len(low), dtype=np.int64)) > 0,
        sum_over(size, *every, below) - sum_over(size, *sure, below),
        sum_over(size, *every, above) - sum_over(size, *sure, above),
    )


def _latest(records: Columns, covered: _Covered, size: int) -> Seen:
    """The hull of every record that no sure record is surely later than."""
    surely = greatest_over(size, covered.sure_first, covered.sure_behind, records["begin"], NEVER)
    span, place = laid_out(covered.first, np.minimum(covered.behind, _surpassed(records, covered)))
    held = records["finish"][span] >= surely[place]
    span, place = span[held], place[held]
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(low, place, records["low"][span])
    np.maximum.at(high, place, records["high"][span])
    return Seen(low, high, surely > NEVER)


def _surpassed(records: Columns, covered: _Covered) -> Array:
    """Of each record a place from which on, as long as it could be read, one that is surely later can be read too."""
    begin, finish, person = records["begin"], records["finish"], records["person"]
    lasting = (covered.sure_behind > covered.sure_first) & (begin == finish) & (records["seen_until"] == EVER)
    later = np.flatnonzero(lasting)
    later = later[np.lexsort((begin[later], person[later]))]
    order = Timeline(person[later], begin[later])
    next_one, _ = order.span(person, finish + 1, finish + 1)
    readable = np.minimum.accumulate(covered.sure_first[later][::-1])[::-1]
    return np.append(readable, np.iinfo(np.int64).max)[next_one]
