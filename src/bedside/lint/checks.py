"""The protocol checks: every rule, asked of a protocol; what they find is told by `findings`.

    check(load("trials/NAME")).to_text()

Rules look at what the sentences say and how the parts hang together, never at which trial it is. A rule is a
function with a stable code (`findings.rule`); its docstring is what the manual says of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from bedside.errors import AmendmentError
from bedside.lint import alerts as checks_alerts
from bedside.lint import analysis as checks_analysis
from bedside.lint import casebook as checks_casebook
from bedside.lint import completeness as checks_completeness
from bedside.lint import design as checks_design
from bedside.lint import estimands as checks_estimands
from bedside.lint import instruments as checks_instruments
from bedside.lint import logic as checks_logic
from bedside.lint import looks as checks_looks
from bedside.lint import outcomes as checks_outcomes
from bedside.lint import products as checks_products
from bedside.lint import record as checks_record
from bedside.lint import safety as checks_safety
from bedside.lint import samples as checks_samples
from bedside.lint import spans as checks_spans
from bedside.lint import wording as checks_wording
from bedside.lint.findings import Finding, Findings, Rule, Severity
from bedside.lint.record import OuterRule
from bedside.lint.stated import Stated
from bedside.protocol.amendments import MAIN, Amendment, read_amendments
from bedside.protocol.loading import find_trial, load
from bedside.protocol.marked_yaml import read_marked
from bedside.protocol.model import Protocol
from bedside.protocol.worked import failures
from bedside.registry.reading import read_registry
from bedside.registry.record import RegistryRecord

__all__ = ["RULES", "Finding", "Findings", "Rule", "Severity", "check", "check_trial", "rules_page"]

GROUPS: tuple[tuple[str, tuple[Rule, ...] | tuple[OuterRule, ...]], ...] = (
    ("Scores, scales and grading systems", checks_instruments.RULES),
    ("Words of the criteria", checks_wording.RULES),
    ("Design", checks_design.RULES),
    ("Outcomes", checks_outcomes.RULES),
    ("Logic", checks_logic.RULES),
    ("Forms, numbers and costs", checks_casebook.RULES),
    ("Criteria that are missing", checks_completeness.RULES),
    ("Alerts", checks_alerts.RULES),
    ("Research samples", checks_samples.RULES),
    ("Record and amendments", checks_record.RULES),
    ("Products", checks_products.RULES),
    ("Adverse events", checks_safety.RULES),
    ("Times that cover a span", checks_spans.RULES),
    ("Analysis", (*checks_analysis.RULES, *checks_looks.RULES, *checks_estimands.RULES)),
)
RULES: tuple[Rule | OuterRule, ...] = tuple(rule for _, rules in GROUPS for rule in rules)
"""Every rule, by code."""


def check(protocol: Protocol, record: RegistryRecord | None = None, amendments: Sequence[Amendment] = ()) -> Findings:
    """Every finding on a protocol; with `record`, on its quotations; with `amendments`, on those that collide."""
    found = _found(protocol, record, amendments)
    return Findings.of(protocol.id, protocol.version, protocol.hash, found, protocol.record.file, record is not None)


def _found(protocol: Protocol, record: RegistryRecord | None, amendments: Sequence[Amendment]) -> Iterator[Finding]:
    stated = Stated(protocol)
    for rule in RULES:
        if isinstance(rule, Rule):
            yield from rule.findings(stated)
    yield from checks_record.collided(amendments)
    if record is not None:
        yield from checks_record.compared(stated, record)


def check_trial(name: str | Path, version: str | None = None, record: RegistryRecord | None = None) -> Findings:
    """Every finding on a trial's folder, worked patients included, in its latest version or in the one asked for.

    Without `record`, the file that the protocol names as its record is read where it stands beside it.
    Amendments that collide leave no version to load: they are then the only findings. Raises what `load`
    raises when the trial does not load for another reason.
    """
    amendments = read_amendments(find_trial(name))
    try:
        protocol = load(name, version)
    except AmendmentError:
        collided = tuple(checks_record.collided(amendments))
        if not collided:
            raise
        held = read_marked(find_trial(name) / MAIN).data
        return Findings.of(str(held["id"]), str(held["version"]), "", collided)
    found = check(protocol, record or _beside(find_trial(name), protocol), amendments)
    worked = checks_record.contradicted(failures(find_trial(name), protocol))
    return Findings.of(found.id, found.version, found.hash, (*found.findings, *worked), found.record, found.compared)


def _beside(folder: Path, protocol: Protocol) -> RegistryRecord | None:
    """The record that the protocol names, where it stands in the trial's folder."""
    path = folder / PurePath(protocol.record.file).name
    return read_registry(path) if protocol.record.file and path.is_file() else None


def rules_page() -> str:
    """The manual's page of all rules, as Markdown."""
    parts = [_INTRODUCTION, *(_section(title, rules) for title, rules in GROUPS)]
    return "\n".join(parts)


_INTRODUCTION = """# Protocol checks

`bedside protocol check` reads a protocol and prints what a sponsor should be asked before the first patient.
An *error* makes it end with exit code 1; a *warning* is a contradiction or a gap; a *question* is something
the protocol does not say, shown with what is assumed meanwhile; *info* is good to know. `--lang fr` says all of
it in French; the words of the public record stay as they are. `--record FILE` also compares the protocol with the
registry's record, word for word; without it, the file that the protocol names as its record is read if it stands in
the trial's folder, and a closing line says so if it does not.
"""


def _section(title: str, rules: Iterable[Rule | OuterRule]) -> str:
    rows = [f"| {rule.code} | {rule.severity} | {_cell(rule.says)} | {_cell(rule.fix)} |" for rule in rules]
    head = ["| code | severity | what it finds | what mends it |", "|---|---|---|---|"]
    return "\n".join([f"## {title}", "", *head, *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
