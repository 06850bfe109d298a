"""The records of one virtual patient while they are being written: columns in the canonical shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bedside.records.dictionary import variable
from bedside.values.moment import HOUR
from bedside.values.unknown import Because
from bedside.values.variable import Variable
from bedside.virtual.calibration import Numbers

Times = NDArray[np.int64]
Column = NDArray[np.generic]
TIMES = ("start_us", "end_us", "available_us", "course_start_us", "course_end_us")
NO_COURSE = np.iinfo(np.int64).min
"""Stands for no course until the columns are finished."""


def rounded(of: Variable, values: ArrayLike) -> Numbers:
    """Values as every engine has them: within the bounds, half away from zero at the declared decimals."""
    scale = 10.0**of.decimals
    within = np.clip(np.asarray(values, dtype=np.float64), float(of.low), float(of.high))
    return np.asarray(np.sign(within) * np.floor(np.abs(within) * scale + 0.5) / scale, dtype=np.float64)


@dataclass(frozen=True)
class Block:
    """Records of one variable."""

    name: str
    origin: str
    times: Times  # one row a record, columns TIMES
    low: Numbers
    high: Numbers
    because: tuple[str | None, ...]


@dataclass
class Sheet:
    """Everything recorded about a patient; hours count from `zero_us`, a whole hour on the clock."""

    patient_id: str
    zero_us: int
    blocks: list[Block] = field(default_factory=list)

    def at(self, hours: ArrayLike) -> Times:
        """Hours of the stay as microseconds UTC, to the whole minute."""
        minutes = np.round(np.asarray(hours, dtype=np.float64) * 60)
        return self.zero_us + minutes.astype(np.int64) * (HOUR // 60)

    def measured(
        self,
        name: str,
        hours: ArrayLike,
        values: ArrayLike,
        origin: str,
        later_min: ArrayLike = 0.0,
        limits: tuple[float, float] = (-np.inf, np.inf),
    ) -> None:
        """Values at moments, available `later_min` minutes later; beyond `limits` only the limit is known."""
        of = variable(name)
        low = rounded(of, values)
        high, because = low.copy(), np.full(low.shape, None, dtype=object)
        for beyond, ends in (
            (low < limits[0], (float(of.low), limits[0])),
            (low > limits[1], (limits[1], float(of.high))),
        ):
            low, high = np.where(beyond, ends[0], low), np.where(beyond, ends[1], high)
            because[beyond] = Because.CENSORED.value
        self._moments(name, hours, low, high, because.tolist(), origin, later_min)

    def ranged(
        self, name: str, hours: ArrayLike, low: ArrayLike, high: ArrayLike, because: Because, origin: str
    ) -> None:
        """Values of which only a range is known, available at once."""
        of = variable(name)
        lows, highs = rounded(of, low), rounded(of, high)
        self._moments(
            name,
            hours,
            lows,
            highs,
            [None if a == b else because.value for a, b in zip(lows, highs, strict=True)],
            origin,
            0.0,
        )

    def pending(self, name: str, hour: float, origin: str) -> None:
        """A sample whose result never came: it may be anything."""
        of = variable(name)
        self.ranged(name, [hour], [float(of.low)], [float(of.high)], Because.PENDING, origin)

    def answered(self, name: str, hour: float, yes: bool, origin: str, later_min: float = 0.0) -> None:
        """An answer to a question (its name need not stand in the dictionary)."""
        self._moments(name, [hour], np.array([float(yes)]), np.array([float(yes)]), [None], origin, later_min)

    def _moments(
        self,
        name: str,
        hours: ArrayLike,
        low: Numbers,
        high: Numbers,
        because: Sequence[str | None],
        origin: str,
        later_min: ArrayLike,
    ) -> None:
        start = self.at(hours)
        available = start + np.round(np.asarray(later_min, dtype=np.float64)).astype(np.int64) * (HOUR // 60)
        none = np.full(start.shape, NO_COURSE)
        times = np.stack([start, start, np.broadcast_to(available, start.shape), none, none], axis=1)
        self.blocks.append(Block(name, origin, times, low, high, tuple(because)))

    def lasting(self, name: str, spans: Iterable[tuple[int, int, float, int, int]], origin: str) -> None:
        """What is in force: (start, end, value, course start, course end), in µs; none if empty."""
        rows = [span for span in spans if span[0] < span[1]]
        times = np.array([(a, b, a, c, d) for a, b, _, c, d in rows], dtype=np.int64).reshape(len(rows), len(TIMES))
        values = [row[2] for row in rows]
        value = rounded(variable(name), values) if values else np.empty(0)
        self.blocks.append(Block(name, origin, times, value, value, (None,) * len(rows)))


def runs(values: Sequence[float]) -> list[tuple[int, int, float]]:
    """Stretches of one value above zero: (first index, index after the last, value)."""
    found, since = [], 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[since]:
            if values[since] > 0:
                found.append((since, i, values[since]))
            since = i
    return found


def facts(sheets: Sequence[Sheet]) -> dict[str, Column]:
    """The table `facts` of several patients, in the order of patient, variable and time."""
    blocks = [(sheet.patient_id, block) for sheet in sheets for block in sheet.blocks if len(block.low)]
    counts = [len(block.low) for _, block in blocks]
    times = np.concatenate([block.times for _, block in blocks])
    columns: dict[str, Column] = {
        "patient_id": _repeated([patient for patient, _ in blocks], counts),
        "variable": _repeated([block.name for _, block in blocks], counts),
        **{name: times[:, i] for i, name in enumerate(TIMES[:3])},
        "low": np.concatenate([block.low for _, block in blocks]),
        "high": np.concatenate([block.high for _, block in blocks]),
        **{name: np.ma.masked_equal(times[:, i], NO_COURSE) for i, name in enumerate(TIMES) if i > 2},
        "because": np.array([text for _, block in blocks for text in block.because], dtype=object),
        "origin": _repeated([block.origin for _, block in blocks], counts),
    }
    columns["written"] = np.full(len(times), None, dtype=object)
    order = np.lexsort((times[:, 0], columns["variable"], columns["patient_id"]))
    return {name: column[order] for name, column in columns.items()}


def _repeated(texts: Sequence[str], counts: Sequence[int]) -> Column:
    return np.repeat(np.array(texts), counts)
