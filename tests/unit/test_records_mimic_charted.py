"""What MIMIC-IV charts beside its procedures: ventilation strung together, and stays in hospital."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.values.moment import HOUR
from tests.unit.test_records_mimic import chart_row, loaded, us, with_rows
from tests.unit.tiny_mimic import at

MODE, HAMILTON, DEVICE, FLOW = 223849, 229314, 226732, 223834
ETT, CANNULA = "Endotracheal tube", "Nasal cannula"


def spells(folder: Path, *rows: tuple[int, str, float]) -> list[tuple[float, float]]:
    """First and last hour of each spell, from rows of item, text and hour."""
    charted = [chart_row(item, text, None, hour=hour) for item, text, hour in rows]
    facts, _ = loaded(with_rows(folder, chartevents=charted), "ventilation_as_charted")
    zero = us(at(0))
    assert all((low, high) == (1, 1) for *_, low, high in facts)
    return [((start - zero) / HOUR, (end - 1 - zero) / HOUR) for _, _, start, end, _, _ in facts]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(MODE, "CMV/ASSIST", 3), (MODE, "MMV/PSV", 5)], [(3, 5)]),
        ([(MODE, "CMV/ASSIST", 3)], []),  # one charting alone is no spell
        ([(MODE, "CMV/ASSIST", 3), (HAMILTON, "ASV", 5)], [(3, 5)]),
        ([(MODE, "Standby", 3), (MODE, "Standby", 5)], []),  # says nothing
        ([(HAMILTON, "NIV", 3), (HAMILTON, "NIV", 5)], []),  # not invasive
        # a device counts only where a flow was charted at its time
        ([(DEVICE, ETT, 3), (DEVICE, ETT, 5)], []),
        ([(DEVICE, ETT, 3), (DEVICE, ETT, 5), (FLOW, "10", 3), (FLOW, "10", 5)], [(3, 5)]),
        # it lasts until the next status, which ends it
        ([(MODE, "SIMV", 3), (MODE, "SIMV", 5), (DEVICE, CANNULA, 8), (FLOW, "2", 8)], [(3, 8)]),
        # 14 hours of the clock without a charting end it at the last one
        ([(MODE, "SIMV", 1), (MODE, "SIMV", 2), (MODE, "SIMV", 15.5), (MODE, "SIMV", 16)], [(1, 16)]),
        ([(MODE, "SIMV", 1), (MODE, "SIMV", 2), (MODE, "SIMV", 16), (MODE, "SIMV", 17)], [(1, 2), (16, 17)]),
        # a tracheostomy mask goes before the mode
        ([(MODE, "SIMV", 3), (MODE, "SIMV", 5), (DEVICE, "Trach mask ", 5), (FLOW, "2", 5)], []),
        # of two devices the first counts, but a mask of non-invasive ventilation wherever it stands
        ([(MODE, "SIMV", 3), (MODE, "SIMV", 5), (DEVICE, "Bipap mask ", 5), (FLOW, "2", 5)], [(3, 5)]),
    ],
)
def test_ventilation_is_strung_together(
    tmp_path: Path, rows: list[tuple[int, str, float]], found: list[tuple[float, float]]
) -> None:
    assert spells(tmp_path, *rows) == found


def test_a_stay_in_hospital_is_that_of_the_admission(tmp_path: Path) -> None:
    facts, _ = loaded(with_rows(tmp_path), "hospital_stay", "icu_stay")
    by_name = {(fact[0], fact[1]): fact[2:4] for fact in facts}
    hospital, intensive = by_name[1, "hospital_stay"], by_name[1, "icu_stay"]
    assert hospital[0] < intensive[0] and intensive[1] <= hospital[1]


def test_the_parts_of_the_coma_score_are_variables_too(tmp_path: Path) -> None:
    rows = [chart_row(220739, "To Speech", 3), chart_row(223900, "No Response-ETT", 1), chart_row(223901, "x", 5)]
    facts, _ = loaded(with_rows(tmp_path, chartevents=rows), "gcs_eye", "gcs_verbal", "gcs_motor")
    assert [fact[1:2] + fact[4:6] for fact in facts] == [
        ("gcs_eye", 3, 3), ("gcs_motor", 5, 5), ("gcs_verbal", 1, 5),
    ]  # fmt: skip
