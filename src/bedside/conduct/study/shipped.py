"""What bedside brings along about itself: release notes, requirements with the tests that prove them, and how the
last whole run of those tests came out.

A wheel carries them as `bedside/proof`; in a checkout they stand in `docs/generated`, and the notes beside it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import bedside
from bedside.errors import UsageError
from bedside.values.wording import Text

PACKAGE = Path(bedside.__file__).parent
_INSIDE = PACKAGE / "proof"
PROOF = _INSIDE if _INSIDE.is_dir() else PACKAGE.parents[1] / "docs" / "generated"
TABLE = PROOF / "traceability.csv"
"""From each requirement to the tests that prove it: a line for each of both (see docs/generators/traceability.py)."""
RESULTS = PROOF / "test-results.json"
"""Written at the end of a whole run of the tests (tests/results.py)."""
ATTACHED = "test-results.json"
"""In the folder of a study: results attached to it (`bedside study attach-results`); they go before RESULTS."""
NO_RESULTS = "these are no results of the tests of bedside."
NOTES = (PACKAGE if _INSIDE.is_dir() else PACKAGE.parents[1]) / "CHANGELOG.md"


class Outcome(StrEnum):
    """How a test came out, of its cases the worst; or what became of a requirement."""

    FAILED = "failed"
    PASSED = "passed"
    SKIPPED = "skipped"
    NOT_RUN = "not run"
    OPEN = "open"


@dataclass(frozen=True)
class Run:
    """A run of the tests: when (ISO 8601, UTC), upon which software, and how each test came out.

    `digest` is the SHA-256 of the file that says so, `software` that of the files that were tested; `whole` says that
    no test was left out.
    """

    at: str
    bedside: str
    software: str
    tests: Mapping[str, Outcome]
    digest: str
    whole: bool = True

    def count(self, outcome: Outcome) -> int:
        """How many tests came out so."""
        return sum(each is outcome for each in self.tests.values())

    def of(self, test: str) -> Outcome:
        """How a test came out; of a state machine and of a class, the worst of what is in it."""
        within = [held for name, held in self.tests.items() if name == test or name.startswith(f"{test}::")]
        return min(within, key=list(Outcome).index, default=Outcome.NOT_RUN)


@dataclass(frozen=True)
class Proved:
    """A requirement with the tests that prove it, each with its outcome; `open` says why there is none.

    `says` is in English in both languages where nobody said it in French: a quotation of the public record.
    """

    group: Text
    name: str
    says: Text
    source: str
    open: str
    tests: Sequence[tuple[str, Outcome]]

    @property
    def outcome(self) -> Outcome:
        """What became of it: one test that failed is enough to fail, one that did not run to leave it undecided."""
        if self.open:
            return Outcome.OPEN
        order = (Outcome.FAILED, Outcome.NOT_RUN, Outcome.SKIPPED, Outcome.PASSED)
        return min((each for _, each in self.tests), key=order.index, default=Outcome.NOT_RUN)


def notes() -> str:
    """The release notes (Markdown); empty where they were not brought along."""
    return NOTES.read_text(encoding="utf-8") if NOTES.is_file() else ""


def run(study: Path) -> Run | None:
    """The run whose results were attached to a study, else the one that came with bedside; None without either."""
    file = next((each for each in (study / ATTACHED, RESULTS) if each.is_file()), None)
    return read(file.read_bytes()) if file else None


def read(content: bytes) -> Run:
    """The results in a file. Raises UsageError for what the tests did not write."""
    try:
        held = json.loads(content)
        tests = {str(name): Outcome(outcome) for name, outcome in held["tests"].items()}
        told = [str(held[name]) for name in ("at", "bedside", "software")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(NO_RESULTS, "file", "Attach the file that BEDSIDE_TEST_RESULTS named.") from error
    return Run(*told, tests, hashlib.sha256(content).hexdigest(), bool(held.get("whole", True)))


def requirements(last: Run | None) -> list[Proved]:
    """Every requirement in the order of the table, with how its tests came out; none without the table."""
    if not TABLE.is_file():
        return []
    rows = csv.DictReader(io.StringIO(TABLE.read_text(encoding="utf-8")))
    return [_proved(list(lines), last) for _, lines in groupby(rows, lambda row: row["requirement"])]


def _proved(lines: Sequence[Mapping[str, str]], last: Run | None) -> Proved:
    first = lines[0]
    why = first["status"].removeprefix("open: ") if first["status"].startswith("open: ") else ""
    tests = tuple(_tested(lines, last))
    group, says = (Text(first[name], first.get(f"{name}_fr") or first[name]) for name in ("group", "text"))
    return Proved(group, first["requirement"], says, first["source"], why, tests)


def _tested(lines: Sequence[Mapping[str, str]], last: Run | None) -> Iterator[tuple[str, Outcome]]:
    for test in (line["test"] for line in lines if line["test"]):
        yield test, last.of(test) if last else Outcome.NOT_RUN
