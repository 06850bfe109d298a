"""The figures that virtual patients are drawn from and compared with, read from `calibration.yaml`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Hours = NDArray[np.int64]


@dataclass(frozen=True)
class Target:
    """A published figure and how far from it patients may be: a median with quartiles, a share, or a band.

    `of` says whom it describes: `trial`, `hs`, `sepsis` or `others` (see the file). `within` is a distance in the
    figure's own unit, or with `ratio` a factor. `tag` says how far the source was verified.
    """

    name: str
    of: str
    tag: str
    source: str
    median: float | None
    quartiles: tuple[float, float] | None
    share: float | None
    band: tuple[float, float] | None
    within: float
    quartiles_within: float
    ratio: bool

    def allows(self, obtained: float) -> bool:
        """Whether a median, share or other figure is near enough."""
        if self.band is not None:
            return self.band[0] <= obtained <= self.band[1]
        wanted = self.median if self.share is None else self.share
        return wanted is not None and self._near(obtained, wanted, self.within)

    def allows_quartiles(self, low: float, high: float) -> bool:
        """Whether the first and the third quartile are near enough; true where none are stated."""
        if self.quartiles is None:
            return True
        pairs = zip((low, high), self.quartiles, strict=True)
        return all(self._near(obtained, wanted, self.quartiles_within) for obtained, wanted in pairs)

    def _near(self, obtained: float, wanted: float, within: float) -> bool:
        if self.ratio:
            return obtained > 0 and max(obtained / wanted, wanted / obtained) <= within
        return abs(obtained - wanted) <= within


@dataclass(frozen=True)
class Law:
    """How a laboratory value is drawn: log-normal at admission, then a way back to `healthy`.

    `at` gives (median, spread of the logarithm) by family; a `linear` law is normal instead, in its own unit.
    `half_life_h` is the shortest time in which the value halves: no faster than blood is cleared of it.
    """

    name: str
    healthy: float
    worse: int
    organ: str
    closeness: float
    floor: float
    ceiling: float
    noise: float
    linear: bool
    half_life_h: float | None
    at: Mapping[str, tuple[float, float]]

    def scale(self, value: float) -> float:
        """The value on the scale where the law is normal."""
        return value if self.linear else math.log(value)


@dataclass(frozen=True)
class Organs:
    """The organ severities: their names, copula and pace. Arrays have one entry an organ."""

    names: tuple[str, ...]
    correlation: Numbers
    lag_days: Numbers
    moves: Numbers
    weight: Numbers

    def at(self, name: str) -> int:
        """The column of an organ."""
        return self.names.index(name)


@dataclass(frozen=True)
class Calibration:
    """Everything in `calibration.yaml`; `raw` holds the sections that are read where they are used."""

    targets: Mapping[str, Target]
    laws: Mapping[str, Law]
    organs: Organs
    raw: Mapping[str, Any]

    def family(self, name: str) -> Mapping[str, Any]:
        """Demography, course and hazards of a family of illnesses."""
        found: Mapping[str, Any] = self.raw["families"][name]
        return found

    def section(self, name: str) -> Mapping[str, Any]:
        """One of the sections `body`, `leaving`, `recording`, `causes`."""
        found: Mapping[str, Any] = self.raw[name]
        return found


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    text = files("bedside.virtual").joinpath("calibration.yaml").read_text(encoding="utf-8")
    raw = yaml.safe_load(text)
    targets = {name: _target(name, row) for name, row in raw["targets"].items()}
    laws = {name: _law(name, row) for name, row in raw["laws"].items()}
    return Calibration(targets, laws, _organs(raw["organs"]), raw)


def _target(name: str, row: Mapping[str, Any]) -> Target:
    quartiles, band = (tuple(row[key]) if key in row else None for key in ("quartiles", "band"))
    return Target(
        name, row["of"], row["tag"], row["source"], row.get("median"), quartiles, row.get("share"), band,
        row.get("within", 0.0), row.get("quartiles_within", 0.0), row.get("ratio", False),
    )  # fmt: skip


def _law(name: str, row: Mapping[str, Any]) -> Law:
    organ, closeness = row["follows"]
    at = {family: (float(row[family][0]), float(row[family][1])) for family in ("hs", "sepsis", "other")}
    return Law(
        name, row["healthy"], row["worse"], organ, closeness, row["floor"], row["ceiling"], row["noise"],
        row.get("linear", False), row.get("half_life_h"), at,
    )  # fmt: skip


def _organs(rows: Mapping[str, Mapping[str, Any]]) -> Organs:
    names = tuple(rows)
    correlation = np.eye(len(names))
    for i, row in enumerate(rows.values()):
        correlation[i, :i] = correlation[:i, i] = row["with"]

    def column(key: str) -> Numbers:
        return np.array([float(row[key]) for row in rows.values()])

    return Organs(names, correlation, column("lag"), column("moves"), column("weight"))
