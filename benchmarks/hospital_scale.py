"""How long every hour of every stay takes on copies of the MIMIC-IV demo, beside the bare reading of the same rows.

usage: python benchmarks/hospital_scale.py [--copies N ...] [--folder DIR] [--mimic-code DIR] [--clifpy PYTHON]
    [--write]

Each measure is a process of its own, one after the other, on files that were read before: the floor (scan, filter and
bin of the columns that our load reads), the same of times and numbers alone, our SOFA alone, every verdict with every
score, the same with 10 % of the results late, the table with what is missing, and, with a checkout of
MIT-LCP/mimic-code, its SOFA alone. 200 copies have 28,000 stays and 134 million chart rows; they are made once, by
../shared/tools/replicate_mimic.py, and kept out of the project. With a Python that has clifpy, its SOFA stands beside
ours on the fewest copies, of the demo's CLIF form. `--write` puts table and picture into docs/generated.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from hospital import on_clif
from hospital.measures import NUMBERS, TRIAL
from hospital.picture import picture

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
PAGE = HERE.parent / "docs" / "generated" / "hospital-scale.md"
NAMES = {
    "floor": "the floor: bare scan, filter and bin of the columns that are read",
    "numbers": "the floor without units, texts and times of storing",
    "sofa": "SOFA alone",
    "verdicts": "every verdict and score",
    "late": "the same, 10 % of results late",
    "whole": "the same with what is missing, its table written",
    "mimic-code": "mimic-code's SOFA alone",
}
ON_CLIF = "SOFA of the variant clifpy, every hour"
SECONDS, TIMES_FLOOR, TIMES_FASTER, MEMORY_MB = 15.0, 4.0, 10.0, 3072.0
"""The goals, for the largest copy: every verdict and score in so long, so many times the floor, our SOFA so many times
as fast as mimic-code's, in so much memory."""

Told = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--copies", type=int, nargs="+", default=[50, 200], help="copies of the demo, ascending")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the copies are kept")
    checkout, python = (os.environ.get(f"BEDSIDE_{name}") for name in ("MIMIC_CODE", "CLIFPY"))
    parser.add_argument("--mimic-code", type=Path, default=checkout, help="a checkout of MIT-LCP/mimic-code")
    parser.add_argument("--clifpy", default=python, help="a Python that has clifpy, duckdb<2 and polars<2")
    parser.add_argument("--write", action="store_true", help="put table and picture into docs/generated")
    chosen = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print("hospital_scale: skipped, ../shared/data is not there.")
        return 0
    measures = [name for name in NAMES if name != "mimic-code" or chosen.mimic_code]
    found: dict[int, dict[str, Told]] = {}
    rows: dict[int, int] = {}
    for copies in sorted(chosen.copies):
        folder = _copied(copies, chosen.folder)
        for file in folder.rglob("*.parquet"):
            file.read_bytes()  # so that the first measure is not the only one to wait for the disk
        rows[copies] = _rows(folder)
        found[copies] = {name: _measured(name, folder, chosen.mimic_code) for name in measures}
    page = _page(found, rows, drawn=len(rows) > 1)
    if chosen.clifpy:
        page += _beside_clifpy(min(chosen.copies), chosen.folder, chosen.clifpy)
    print(page)
    if chosen.write:
        PAGE.write_text(page, encoding="utf-8")
        lines = {NAMES[name]: [(rows[n], _seconds(found[n][name])) for n in rows] for name in measures}
        PAGE.with_suffix(".svg").write_text(picture(lines), encoding="utf-8")
    return 0


def _copied(copies: int, place: Path) -> Path:
    folder = place / f"mimic-demo-x{copies}"
    if not (folder / "icu" / "procedureevents").is_dir():
        maker, demo = SHARED / "tools" / "replicate_mimic.py", SHARED / "data" / "mimic_iv_demo_native"
        subprocess.run([sys.executable, str(maker), str(copies), str(demo), str(folder)], check=True)
    return folder


def _rows(folder: Path) -> int:
    counts = (duckdb.sql(f"SELECT count(*) FROM '{folder}/{table}/*.parquet'").fetchall() for table in NUMBERS)
    return sum(int(count) for ((count,),) in counts)


def _measured(name: str, folder: Path, checkout: Path | None) -> Told:
    print(f"{datetime.datetime.now():%H:%M:%S} {folder.name}: {NAMES.get(name, ON_CLIF)}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "hospital.measures", name, str(folder)]
    command += [str(checkout)] if name == "mimic-code" else []
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    told: Told = json.loads(done.stdout.splitlines()[0])
    print(f"         {_seconds(told):.1f} s, {told['peak_mb']:.0f} MB", file=sys.stderr, flush=True)
    return told


def _seconds(told: Told) -> float:
    """Reading and answering."""
    return float(told.get("reading", {"s": 0.0})["s"] + told["answers"]["s"])


def _page(found: Mapping[int, Mapping[str, Told]], rows: Mapping[int, int], drawn: bool) -> str:
    copies = list(found)
    hours = {n: found[n]["verdicts"]["hours"] for n in copies}
    head = "".join(f" {n} copies: s | of the floor | peak MB |" for n in copies)
    lines = [
        "# A hospital's size", "",
        f"Every hour of every stay, trial {TRIAL}, on copies of the MIMIC-IV demo: "
        + "; ".join(f"{n} of them are {found[n]['verdicts']['stays']:,} stays, {hours[n]:,} stay-hours and {rows[n]:,}"
                    " rows of chart, laboratory, infusions, outputs and procedures" for n in copies) + ". "
        f"{datetime.date.today()}, {platform.system()}, {len(os.sched_getaffinity(0))} cores, Python"
        f" {platform.python_version()}, DuckDB {duckdb.__version__}; seconds on the clock, each measure in a process of"
        " its own.", "",
        *(["![Seconds over rows](hospital-scale.svg)", ""] if drawn else []),
        f"| what |{head}", "|---|" + "--:|" * 3 * len(copies),
        *(_line(name, [found[n][name] for n in copies], [found[n]["floor"] for n in copies])
          for name in found[copies[0]]), "",
        *_goals(found[copies[-1]], copies[-1]), *_growth(found, rows),
        "The floor reads the columns that our load reads; without units, texts and times of storing, as this page had"
        " it before December 2026, it is the second row.", "",
        "What is read is in these seconds. " + _patterns(found[copies[-1]]["whole"], copies[-1]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _patterns(whole: Told, copies: int) -> str:
    """What copies hide: they have the patterns of unknowns of the demo, and people who differ would have more."""
    each, many = whole["settling_s"] / whole["patterns"], whole["patterns"] * copies
    return (
        f"What is missing is worked out once for each pattern of unknowns, on one core: {whole['patterns']:,} of them,"
        f" {1000 * each:.1f} ms each. Copies have the patterns of the demo alone; as many people who all differ would"
        f" have up to {many:,}, which would take {many * each / 60:.0f} min more."
    )


def _beside_clifpy(copies: int, place: Path, python: str) -> str:
    """Two rows of another table: the work is not the same."""
    folder = on_clif.copied(copies, SHARED / "data" / "mimic_iv_demo_clif21", place)
    ours, theirs = _measured("clif", folder, None), on_clif.theirs(folder, python, place / "clifpy-logs")
    lines = [
        "", "## Beside clifpy", "",
        f"{copies} copies of the demo's CLIF form, in the same run. clifpy takes one window of 24 hours a"
        " hospitalization.", "",
        "| what | answers | s | peak MB |", "|---|--:|--:|--:|",
        *(f"| {what} | {told[unit]:,} {unit} | {_seconds(told):.1f} | {told['peak_mb']:,.0f} |"
          for what, unit, told in ((ON_CLIF, "hours", ours), ("clifpy's SOFA", "windows", theirs))),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _line(name: str, told: Sequence[Told], floors: Sequence[Told]) -> str:
    cells = "".join(
        f" {_seconds(each):.1f} | {_seconds(each) / _seconds(floor):.1f} | {each['peak_mb']:,.0f} |"
        for each, floor in zip(told, floors, strict=True)
    )
    return f"| {NAMES[name]} |{cells}"


def _goals(largest: Mapping[str, Told], copies: int) -> list[str]:
    taken, floor = _seconds(largest["verdicts"]), _seconds(largest["floor"])
    memory = max(largest[name]["peak_mb"] for name in ("verdicts", "late", "whole"))
    goals = [
        (f"every verdict and score of {copies} copies in {SECONDS:.0f} s", taken <= SECONDS),
        (f"in {TIMES_FLOOR:.0f} times the floor", taken <= TIMES_FLOOR * floor),
        (f"in {MEMORY_MB:,.0f} MB", memory <= MEMORY_MB),
    ]
    if "mimic-code" in largest:
        ratio, barely = (_seconds(largest["mimic-code"]) / _seconds(largest[name]) for name in ("sofa", "floor"))
        told = f"({ratio:.1f}; bare reading, the floor, {barely:.1f})"
        goals.append((f"SOFA {TIMES_FASTER:.0f} times as fast as mimic-code's {told}", ratio >= TIMES_FASTER))
    return ["Goals: " + "; ".join(f"{goal}: {'met' if met else 'missed'}" for goal, met in goals) + ".", ""]


def _growth(found: Mapping[int, Mapping[str, Told]], rows: Mapping[int, int]) -> list[str]:
    first, last = min(found), max(found)
    if first == last:
        return []
    grown = _seconds(found[last]["verdicts"]) / _seconds(found[first]["verdicts"])
    return [
        f"With {rows[last] / rows[first]:.1f} times the rows, every verdict and score takes {grown:.1f} times as long.",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main())
