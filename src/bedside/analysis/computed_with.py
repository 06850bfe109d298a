"""What computes an analysis besides bedside, each with its version: the same of them gives the same bytes again."""

from __future__ import annotations

import platform
from importlib.metadata import version

COMPUTING = {"numpy": "NumPy", "scipy": "SciPy", "duckdb": "DuckDB", "typst": "typst"}
"""Packages by their name in the registry: arrays, distributions, the reading of a snapshot, the setting of a print."""


def computed_with() -> str:
    """`Python 3.11.2, NumPy 2.3.1, SciPy 1.16.0, …`."""
    held = [f"{name} {version(package)}" for package, name in COMPUTING.items()]
    return ", ".join((f"Python {platform.python_version()}", *held))
