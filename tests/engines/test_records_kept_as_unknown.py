"""A row that cannot be used never scores as “no drug, no support, no urine”: from the files through to SOFA.

Each case is asked of the engine and of the reference meaning, whose answers must also be equal.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bedside.engines.duck import compute, connect
from bedside.engines.stages import AsOf
from bedside.records.charts import chart
from bedside.records.opening import open_source
from bedside.rules.meaning import ask
from bedside.scores.catalogue import SCORES, rules_of
from bedside.values.moment import EVER, HOUR, Moment, moment
from tests.unit.test_records_mimic import chart_row, lab_row
from tests.unit.tiny_mimic import Tables, at, people, write_csv

COMPONENTS = {rule.name: rule for rule in rules_of(SCORES["sofa"].build(SCORES["sofa"].variants["vincent-1996"]))}
Scores = dict[str, tuple[float, float]]


def scored(folder: Path, hour: float, as_of: AsOf = AsOf.MEASURED, source: str = "mimic-iv") -> Scores:
    """The range of each component of SOFA of patient 1, by the engine and by the meaning."""
    connection = connect(1)
    opened = open_source(f"{source}:{folder}").load(connection).source
    when = Moment(moment(at(0)) + round(hour * HOUR))
    connection.execute(f"CREATE TABLE moments AS SELECT 1 AS m, 1 AS patient_id, {when}::BIGINT AS moment_us")
    compute(connection, COMPONENTS, "moments", recorded=opened.recorded, as_of=as_of)
    cursor = connection.execute("SELECT * FROM answers")
    row: dict[str, Any] = dict(zip((column[0] for column in cursor.description), cursor.fetchall()[0], strict=True))
    found = {name: (row[f"{name}_low"], row[f"{name}_high"]) for name in COMPONENTS}
    held, known = chart(connection, 1, opened), Moment(EVER) if as_of is AsOf.MEASURED else when
    for name, rule in COMPONENTS.items():
        meant = ask(rule, held, when, known).value
        assert found[name] == (meant.low, meant.high), name
    return found


def tables(**rows: list[tuple[object, ...]]) -> Tables:
    """The tiny people, a good pressure for the whole morning, and these rows; a drug and a treatment of another patient
    say that both are recorded."""
    held = people()
    held["icu/inputevents"] = [(2, at(2), at(3), "", 221906, 0.1, "mcg/kg/min", 80, "", "")]
    held["icu/procedureevents"] = [(2, at(2), at(3), "", 225792, "")]
    held["icu/chartevents"] = [chart_row(220052, 80, 80, "mmHg", hour) for hour in range(1, 12)]
    for name, more in rows.items():
        table = next(full for full in held if full.endswith(f"/{name}"))
        held[table] = [*held[table], *more]
    return held


def noradrenaline(
    rate: object, unit: str, start: str = at(2), end: str = at(9), weight: object = 80, amount: object = ""
) -> Tables:
    return tables(inputevents=[(1, start, end, "", 221906, rate, unit, weight, "", amount)])


CASES = {
    "a rate per minute, no weight": (noradrenaline(20, "mcg/min", weight=""), "cardiovascular", (3, 4)),
    "an implausible weight": (noradrenaline(20, "mcg/min", weight=1), "cardiovascular", (3, 4)),
    "an unknown unit": (noradrenaline(20, "units/hour"), "cardiovascular", (3, 4)),
    "no unit": (noradrenaline(20, ""), "cardiovascular", (3, 4)),
    "still running": (noradrenaline(0.3, "mcg/kg/min", end=""), "cardiovascular", (0, 4)),
    "still running, at a low rate": (noradrenaline(0.05, "mcg/kg/min", end=""), "cardiovascular", (0, 3)),
    "an amount over seven hours": (noradrenaline("", "", amount=8), "cardiovascular", (3, 4)),
    "no rate and no amount": (noradrenaline("", ""), "cardiovascular", (0, 4)),
    "a rate out of bounds": (noradrenaline(50, "mcg/kg/min"), "cardiovascular", (3, 4)),
    "a rate below zero": (noradrenaline(-1, "mcg/kg/min"), "cardiovascular", (0, 4)),
    "a rate that rounds to zero": (noradrenaline(1e-12, "mcg/kg/min"), "cardiovascular", (3, 3)),
    "a start that cannot be read": (noradrenaline(0.3, "mcg/kg/min", "soon"), "cardiovascular", (0, 4)),
    "neither start nor end": (noradrenaline(0.3, "mcg/kg/min", "", ""), "cardiovascular", (0, 4)),
    "an end before the start": (noradrenaline(0.3, "mcg/kg/min", at(5), at(3)), "cardiovascular", (0, 4)),
    "a push": (noradrenaline("", "", end=at(2.05), amount=8), "cardiovascular", (0, 0)),
    "a pump at zero": (noradrenaline(0, "mcg/kg/min"), "cardiovascular", (0, 0)),
    "no time at all": (noradrenaline(0.3, "mcg/kg/min", at(2), at(2)), "cardiovascular", (0, 0)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_drug_that_cannot_be_read_is_not_no_drug(tmp_path: Path, case: str) -> None:
    rows, component, expected = CASES[case]
    assert scored(write_csv(tmp_path, rows), 6)[component] == expected


def gas(pressure: int) -> dict[str, list[tuple[object, ...]]]:
    """An arterial gas at 04:00 on half oxygen, and a good creatinine."""
    return {
        "chartevents": [chart_row(223835, 50, 50, "%", 4)],
        "labevents": [
            lab_row(50821, pressure, pressure, "mm Hg"), lab_row(52033, "ART.", ""), lab_row(50912, 0.8, 0.8, "mg/dL")
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("item", "start", "end", "component", "expected"),
    [
        (225792, at(2), "", "respiration", (2, 4)), (225792, at(2), "soon", "respiration", (2, 4)),
        (225792, at(3), at(2.5), "respiration", (2, 4)), (225792, "", at(9), "respiration", (2, 4)),
        (225792, at(2), at(9), "respiration", (4, 4)), (225792, at(2), at(2), "respiration", (2, 2)),
        (225802, at(2), "", "renal", (0, 4)), (225802, "", "", "renal", (0, 4)),
        (225802, at(2), at(9), "renal", (4, 4)),
    ],
)  # fmt: skip
def test_a_support_without_its_times_is_not_no_support(
    tmp_path: Path, item: int, start: str, end: str, component: str, expected: tuple[int, int]
) -> None:
    rows = tables(procedureevents=[(1, start, end, "", item, "")], **gas(40))
    assert scored(write_csv(tmp_path, rows), 6)[component] == expected


def test_a_support_without_end_is_over_when_the_stay_is(tmp_path: Path) -> None:
    held = tables(procedureevents=[(1, at(2), "", "", 225802, "")])
    held["icu/icustays"] = [(1, 11, 111, "MICU", at(2), at(5), ), (1, 11, 112, "MICU", at(0, 7), at(0, 8))]  # fmt: skip
    held["hosp/labevents"] = [(1, 1, 50912, at(1, 7), "", 0.8, 0.8, "mg/dL", "")]
    assert scored(write_csv(tmp_path, held), 6 * 24 + 4)["renal"] == (0, 0)


def test_what_perhaps_ran_on_may_have_made_a_short_course_long(tmp_path: Path) -> None:
    """40 minutes alone are too short to count; joined to a row without end they may be part of hours."""
    rows = noradrenaline(0.05, "mcg/kg/min", end="")
    rows["icu/inputevents"].append((1, at(5), at(5.66), "", 221906, 0.3, "mcg/kg/min", 80, "", ""))
    assert scored(write_csv(tmp_path / "a", rows), 6)["cardiovascular"] == (0, 4)
    sure = noradrenaline(0.05, "mcg/kg/min", end=at(4))
    sure["icu/inputevents"].append((1, at(5), at(5.66), "", 221906, 0.3, "mcg/kg/min", 80, "", ""))
    assert scored(write_csv(tmp_path / "b", sure), 6)["cardiovascular"] == (3, 3)


def urine(*rows: tuple[float, int, object]) -> Tables:
    """A record in each quarter of the first day of the stay, and these (hour, item, mL)."""
    quarters = [(3 + 6 * quarter, 226559, 100) for quarter in range(4)]
    out = [(1, at(hour), at(hour), item, number, "ml") for hour, item, number in [*quarters, *rows]]
    return tables(outputevents=out, labevents=[(1, 1, 50912, at(20), "", 0.8, 0.8, "mg/dL", "")])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (3, 3)),
        ([(12, 227488, 3000)], (0, 4)),
        ([(12, 227488, 3000), (12, 227489, 3050)], (3, 3)),
        ([(12, 227488, 3000), (13, 227489, 3050)], (0, 3)),
        ([(12, 226559, -300)], (0, 3)),
        ([(12, 226559, "a lot")], (0, 3)),
        ([(12, 226559, 200)], (0, 0)),
    ],
)
def test_urine_that_cannot_be_read_is_not_anuria(
    tmp_path: Path, rows: list[tuple[float, int, object]], expected: tuple[int, int]
) -> None:
    assert scored(write_csv(tmp_path, urine(*rows)), 26)["renal"] == expected


def test_pressure_and_rate_keep_their_side_of_a_bound(tmp_path: Path) -> None:
    """99.98 mmHg on half oxygen is below 200, 0.100002505 µg/kg/min above 0.1."""
    rows = tables(
        inputevents=[(1, at(2), at(9), "", 221906, "0.100002505", "mcg/kg/min", 80, "", "")],
        procedureevents=[(1, at(2), at(9), "", 225792, "")],
        **gas(99.98),  # type: ignore[arg-type]
    )
    found = scored(write_csv(tmp_path, rows), 6)
    assert (found["cardiovascular"], found["respiration"]) == ((4, 4), (3, 3))


def test_a_gas_counts_when_it_is_known_to_be_arterial(tmp_path: Path) -> None:
    held = tables(**gas(75))
    held["hosp/labevents"][1] = (1, 1, 52033, at(4), at(8), "ART.", "", "", "")
    folder = write_csv(tmp_path, held)
    assert scored(folder, 7, AsOf.AVAILABLE)["respiration"] == (0, 2)
    assert scored(folder, 8, AsOf.AVAILABLE)["respiration"] == (2, 2)


def test_a_device_is_in_force_until_the_next_is_known(tmp_path: Path) -> None:
    """A mask at 02:00; that it was taken off at 03:00 was stored at 20:00 only."""
    held = tables(**gas(75))
    held["icu/chartevents"] += [
        chart_row(226732, "Bipap mask", "", hour=2, store=at(2)), chart_row(226732, "None", "", hour=3, store=at(20))
    ]  # fmt: skip
    folder = write_csv(tmp_path, held)
    assert scored(folder, 19, AsOf.AVAILABLE)["respiration"] == (3, 3)
    assert scored(folder, 20, AsOf.AVAILABLE)["respiration"] == (2, 2)
    assert scored(folder, 6)["respiration"] == (2, 2)
