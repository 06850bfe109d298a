"""A figure in one language, as SVG, and the rows that it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.report.svg import alone
from bedside.simulation.rows import Result


@dataclass(frozen=True)
class Drawn:
    """A figure: its name, its title, its SVG, which holds what it shows in words, and its data."""

    name: str
    title: str
    svg: str
    rows: tuple[Result, ...]

    @property
    def file(self) -> str:
        """The same as a file of its own."""
        return alone(self.svg)
