"""All counts of random people together: their sums hold, and no hidden one can be worked out."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.engines.patients_asked import BAR, OPEN, PASS, Observed, Patterns, Place
from bedside.engines.stages import AsOf
from bedside.feasibility.cells import Cells
from bedside.feasibility.counting import attrition
from bedside.feasibility.found import Found, Stated
from bedside.feasibility.rows import HIDDEN, rows_of
from tests.generative.test_feasibility_sound import CRITERIA, wards
from tests.generative.test_masking_sound import range_of

DAY = 86_400_000_000


@st.composite
def founds(draw: st.DrawFn) -> Found:
    patterns: list[Patterns] = draw(wards())
    end, everybody = attrition(patterns, CRITERIA)[-1], sum(number for *_, number in patterns)
    standing = {PASS: end.certain, OPEN: end.possible - end.certain, BAR: everybody - end.possible}
    places = []
    for sign, number in standing.items():
        here = draw(st.integers(0, number))
        places += [
            Place(sign, "North", 2020, 1, here),
            Place(sign, "South", 2021, draw(st.integers(1, 2)), number - here),
        ]
    out = standing[BAR]
    seen = Observed(everybody, everybody, 0, draw(st.integers(0, out)), 0, 700 * DAY, 0)
    more = draw(st.integers(0, standing[OPEN] + out))
    then = {PASS: standing[PASS] + more, OPEN: 0, BAR: everybody - standing[PASS] - more}
    moves = (SimpleNamespace(name="x=1"),)
    stated = Stated(None, "here", False, AsOf.AVAILABLE, moves, draw(st.integers(2, 6)))  # type: ignore[arg-type]
    criteria = tuple(SimpleNamespace(id=f"I{number}") for number in range(CRITERIA))
    waits = tuple(float(hour) for hour in range(end.certain))
    return Found(stated, criteria, seen, tuple(patterns), tuple(places), waits, (then,))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(founds())
def test_no_hidden_count_can_be_worked_out(found: Found) -> None:
    cells = Cells(found)
    for each in cells.sums:
        assert cells.counts[each.total] == sum(cells.counts[part] for part in each.parts)
    below = found.stated.mask_below
    told = {key for key in cells.counts if key not in cells.hidden}
    assert not [key for key in told if 0 < cells.counts[key] < below]
    for cell in sorted(cells.hidden):
        least, greatest = range_of(cell, cells.counts, cells.sums, cells.hidden)
        assert greatest - least >= 1 - 1e-6, f"{cell} can only be {least}"


@settings(max_examples=25, deadline=None)
@given(founds())
def test_rows_tell_every_count_that_is_not_hidden(found: Found) -> None:
    cells = Cells(found)
    rows = {(row.analysis, row.group, row.statistic): row for row in rows_of(cells)}
    for key, count in cells.counts.items():
        row = rows.get(key)  # type: ignore[call-overload]
        if row is None:
            assert key[-1] in ("assessed", "open") and key[0] in ("moves", "attrition")
        elif key in cells.hidden:
            assert row.value is None and row.warning == HIDDEN
        else:
            assert abs(row.value) == count
