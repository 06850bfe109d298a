"""docs/benchmarks.md: a part a benchmark, each put in the place of what it measured before; and how one measures."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
HEAD = (
    "# Benchmarks\n\nMeasured by `make bench` (`benchmarks/`), each with the machine and the day it was measured on.\n"
)


def put(title: str, report: str) -> None:
    """Put a report, which begins with its title (`## ...`), in its place; the parts of other benchmarks stay."""
    held = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    head, *parts = held.split("\n## ")
    others = [f"## {part.rstrip()}\n" for part in parts if not f"## {part}".startswith(title)]
    PAGE.write_text("\n".join([head.rstrip() + "\n", *others, report.rstrip() + "\n"]), encoding="utf-8")


def seconds(run: Callable[[], object], times: int = 7) -> float:
    """The median of some runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def milliseconds(run: Callable[[], object], times: int = 7) -> float:
    """The median of some runs, in milliseconds."""
    return 1000 * seconds(run, times)


def said(measured: float, goal: float | None) -> str:
    """Whether a goal is met, in its unit."""
    return "" if goal is None else "met" if measured <= goal else "missed"
