"""How a whole run of the tests came out, for the inspection dossier: docs/generated/test-results.json.

A run that leaves anything out (a file, a keyword, a marker, the first failure) writes nothing. Names are those of
docs/generated/traceability.csv: `tests/file.py::test`, the cases of a test taken together, the worst of them counting.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from tests.needs import ROOT

RESULTS = ROOT / "docs" / "generated" / "test-results.json"
WORST_FIRST = ("failed", "passed", "skipped")


class Results:
    """A plug-in that notes each outcome; with tests on several processes, in the one that hears of all."""

    def __init__(self) -> None:
        self.tests: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note how a test came out: failed if any phase failed, skipped if it was skipped, passed if it was called."""
        if report.failed or report.skipped or report.when == "call":
            name = report.nodeid.partition("[")[0]
            self.tests[name] = min(report.outcome, self.tests.get(name, report.outcome), key=WORST_FIRST.index)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write them."""
        if self.tests and not session.shouldstop and not session.shouldfail:
            RESULTS.write_text(json.dumps(self.told(), indent=1, sort_keys=True) + "\n", encoding="utf-8")

    def told(self) -> dict[str, Any]:
        """What is written."""
        import bedside
        from bedside.conduct.study.software import digest

        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return {"at": at, "bedside": bedside.__version__, "software": digest(), "tests": self.tests}


def whole(config: pytest.Config) -> bool:
    """Whether a run leaves nothing out."""
    chosen = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    narrowed = config.option.keyword or config.option.markexpr or config.option.collectonly or config.option.maxfail
    return chosen and not narrowed and not hasattr(config, "workerinput")
