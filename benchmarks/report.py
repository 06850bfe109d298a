"""How long a whole statistical report takes: analysis, pages, figures, PDFs and RTF tables in both languages.

usage: python benchmarks/report.py [CUT] [--write]     (--write puts the table into docs/benchmarks.md)

CUT is the folder of a data cut of the first trial; without one, 42 participants are made up, of whom all is known.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import platform
import sys
import tempfile
from pathlib import Path

from page import put, said, seconds

from bedside.__main__ import main as bedside

TITLE = "## The statistical report"
TRIAL, PARTICIPANTS, GOAL_S = "jakahdi", 42, 60.0


def main() -> int:
    given = [each for each in sys.argv[1:] if each != "--write"]
    with tempfile.TemporaryDirectory() as place:
        cut = given[0] if given else str(made_up(Path(place) / "cut"))
        rows = [
            ("the plan (HTML, two PDFs)", seconds(lambda: run("sap", TRIAL, "--out", f"{place}/plan"), 3), None),
            ("the analysis (HTML, rows, figures)", seconds(lambda: run("analyse", TRIAL, "--data", cut, "--out",
             f"{place}/analysis"), 3), None),
            ("the report, analysis included", seconds(lambda: run("report", TRIAL, "--data", cut, "--out",
             f"{place}/report"), 3), GOAL_S),
        ]  # fmt: skip
    whose = f"the cut {Path(given[0]).name}" if given else f"{PARTICIPANTS} participants made up"
    report = [
        f"{TITLE}\n",
        f"Of {whose}; medians of three in one process. {datetime.date.today()},"
        f" {platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()};"
        f" load average at the end {os.getloadavg()[0]:.1f}.\n",
        "| what | s | goal s | |",
        "|---|--:|--:|---|",
        *(f"| {name} | {s:.1f} | {goal or ''} | {said(s, goal)} |" for name, s, goal in rows),
        "",
    ]
    print("\n".join(report))
    if "--write" in sys.argv[1:]:
        put(TITLE, "\n".join(report))
    return 0


def run(*arguments: str) -> None:
    """A command, whose words nobody reads."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert bedside(list(arguments)) == 0


def made_up(folder: Path) -> Path:
    """A cut of participants who do not exist, by the writers of the tests."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    from tests.analysis.synthetic import cut, known_person

    return cut(folder, [known_person(number, number % 2 == 0) for number in range(1, PARTICIPANTS + 1)])


if __name__ == "__main__":
    sys.exit(main())
