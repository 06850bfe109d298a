"""A snapshot of ten people that several tests read, and its analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked, work_on
from tests.analysis.synthetic import NO, Made, cut, known_person


def ten() -> list[Made]:
    """Six successes, two failures, one death on day 3, one of whom nothing is known but that they left alive."""
    people = [known_person(number, number <= 6) for number in range(1, 9)]
    death = {("P1", ""): NO, ("S9", ""): NO, ("S2", ""): (72.0, 72.0, "death"), ("S4", ""): (72.0, 72.0, "death")}
    people.append(
        Made("01-S009", death, died=3.0, dosed=0.2, icu_days=3.0, events=[("death", 3.0)], eligible="not met")
    )
    people.append(
        Made("01-S010", alive_until=8.5, icu_days=6.0, events=[("icu_discharge", 6.0)], eligible="cannot tell")
    )
    return people


@pytest.fixture(scope="session")
def snapshot_of_ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cut of the ten."""
    return cut(tmp_path_factory.mktemp("ten") / "cut", ten())


@pytest.fixture(scope="session")
def worked(snapshot_of_ten: Path) -> Worked:
    """It, opened."""
    return work_on("jakahdi", snapshot_of_ten)


@pytest.fixture(scope="session")
def rows(worked: Worked) -> tuple[Row, ...]:
    """All results of it."""
    return rows_of(worked)
