"""A figure in one language, as SVG."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """A figure: its name, its title, and its SVG, which holds what it shows in words."""

    name: str
    title: str
    svg: str

    @property
    def file(self) -> str:
        """The same as a file of its own."""
        return self.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
