"""`bedside protocol check|show|import`: read a protocol, find what is wrong with it, draft one from a registry."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note
from bedside.lint.checks import check_trial
from bedside.protocol import artefact
from bedside.protocol.loading import load
from bedside.protocol.telling import page, prose
from bedside.registry.drafting import cautions, write_draft
from bedside.registry.drafting_criteria import DraftCriterion, draft_criteria
from bedside.registry.reading import read_registry


def check(arguments: Namespace) -> int:
    """Print every finding; 1 when one of them is an error."""
    record = read_registry(arguments.record) if arguments.record else None
    findings = check_trial(arguments.trial, arguments.version, record)
    told = findings.to_json if arguments.format == "json" else findings.to_text
    print(told(arguments.lang), end="")
    return findings.exit_code


def show(arguments: Namespace) -> int:
    """Print the protocol as prose, canonical JSON or an HTML page."""
    protocol = load(arguments.trial, arguments.version)
    match arguments.format:
        case "json":
            print(artefact.canonical(protocol))
        case "html":
            print(page(protocol, arguments.lang))
        case _:
            print(prose(protocol, arguments.lang))
    return 0


def import_record(arguments: Namespace) -> int:
    """Draft a trial folder from a registry record."""
    out = Path(arguments.out)
    record = read_registry(arguments.file)
    write_draft(record, out)
    for caution in cautions(record):
        note(caution.en)
    if arguments.json:
        proposed = [_proposed(criterion) for criterion in draft_criteria(record)]
        print(json.dumps({"folder": str(out), "proposed": proposed}, ensure_ascii=False, indent=2))
        return 0
    note(f"A draft stands in {out}. Read it line by line, then: bedside protocol check {out}")
    print(out)
    return 0


def _proposed(drafted: DraftCriterion) -> dict[str, str]:
    """A criterion of the draft: how much of its sentence became a rule; of the rest a person is asked."""
    words, extent = drafted.words, drafted.extent or "none"
    return {"criterion": drafted.id, "kind": drafted.kind, "says": words, "as_rule": extent, "rule": drafted.rule}
