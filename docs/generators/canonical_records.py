"""Write docs/generated/canonical-records.md: the contract of the canonical records, from the contract itself."""

from pathlib import Path

from bedside.records.contract import markdown

Path(__file__).parents[1].joinpath("generated", "canonical-records.md").write_text(markdown(), encoding="utf-8")
