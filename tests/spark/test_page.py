"""What docs/spark.md has a newcomer type is run, on twenty people of the demo."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest

from bedside.__main__ import main

PAGE = Path(__file__).parents[2] / "docs" / "spark.md"
STAY = "30057454"
"""The stay that the page asks about."""


def test_every_command_of_the_page_runs(
    catalogue: str, twenty: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    typed = re.findall(r"^bedside .*$", text, re.MULTILINE) + re.findall(r"`(bedside score [^`]*)`", text)
    assert len(typed) >= 5 and all(f"spark:{catalogue}" in line for line in typed)
    monkeypatch.chdir(tmp_path)
    Path("bedside-mapping.csv").write_text(
        "variable,table,concept,source,unit,reading\nsedation,drug_exposure,0,225150,any,\n", encoding="utf-8"
    )
    ((stay,),) = duckdb.execute(f"SELECT min(visit_detail_id) FROM '{twenty['omop']}/visit_detail.parquet'").fetchall()
    for line in typed:
        assert main(shlex.split(line.replace(STAY, str(stay)))[1:]) == 0, line
    assert {path.name for path in Path("counted").iterdir()} == {"verdicts.parquet", "import_report.json"}
    assert all(Path(left).is_file() for left in ("sofa.parquet", "feasibility/rows.csv", "compared/rows.csv"))
