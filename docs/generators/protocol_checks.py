"""Write docs/generated/protocol-checks.md: every rule of the protocol lint, from the rules themselves."""

from pathlib import Path

from bedside.lint.checks import rules_page

Path(__file__).parents[1].joinpath("generated", "protocol-checks.md").write_text(rules_page(), encoding="utf-8")
