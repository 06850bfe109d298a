"""How a whole run of the tests came out, for the inspection dossier: docs/generated/test-results.json.

A run that leaves anything out (a file, a keyword, a marker, the first failure) writes nothing there; with
BEDSIDE_TEST_RESULTS=FILE any run writes its results to that file, and says whether it was a whole one. Names are those
of docs/generated/traceability.csv: `tests/file.py::test`, the cases of a test taken together, the worst counting.
"""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.needs import ROOT

RESULTS = ROOT / "docs" / "generated" / "test-results.json"
WORST_FIRST = ("failed", "passed", "skipped")


class Results:
    """A plug-in that notes each outcome; with tests on several processes, in the one that hears of all."""

    def __init__(self, whole: bool = True, file: Path | None = None) -> None:
        self.tests: dict[str, str] = {}
        self.whole, self.file = whole, file

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note how a test came out: failed if any phase failed, skipped if it was skipped, passed if it was called."""
        if report.failed or report.skipped or report.when == "call":
            name = report.nodeid.partition("[")[0]
            self.tests[name] = min(report.outcome, self.tests.get(name, report.outcome), key=WORST_FIRST.index)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write them."""
        ended = not session.shouldstop and not session.shouldfail
        if self.tests and (ended or self.file):
            self.whole = self.whole and ended
            text = json.dumps(self.told(), indent=1, sort_keys=True) + "\n"
            (self.file or RESULTS).write_text(text, encoding="utf-8")

    def told(self) -> dict[str, Any]:
        """What is written."""
        import bedside
        from bedside.conduct.study.software import digest

        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        told = {"at": at, "bedside": bedside.__version__, "software": digest(), "tests": self.tests}
        return {**told, "whole": self.whole}


def noting(config: pytest.Config) -> Results | None:
    """What notes the results of a run; None of one whose results go nowhere."""
    asked = os.environ.get("BEDSIDE_TEST_RESULTS", "")
    if asked and not hasattr(config, "workerinput"):
        return Results(whole(config), Path(asked))
    return Results() if whole(config) else None


def whole(config: pytest.Config) -> bool:
    """Whether a run leaves nothing out."""
    chosen = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    narrowed = config.option.keyword or config.option.markexpr or config.option.collectonly or config.option.maxfail
    return chosen and not narrowed and not hasattr(config, "workerinput")
