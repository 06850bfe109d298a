"""`bedside score`: a score by itself, every hour of every stay."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note, progress, span
from bedside.commands.imports import imported
from bedside.commands.outputs import output
from bedside.engines.duck import compute, connect
from bedside.engines.moments import hourly
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import verdict_table, write_table
from bedside.errors import UsageError
from bedside.records.dictionary import dictionary
from bedside.records.import_report import ImportReport
from bedside.records.opening import open_source
from bedside.rules.nodes import Named, variables
from bedside.scores.catalogue import SCORES, chosen, described, rules_of


def score(arguments: Namespace) -> int:
    """Compute one score and write stay_id, time and the low and high end of the total and each component."""
    options = chosen(arguments.score, arguments.variant, _changes(arguments.set))
    rules = rules_of(SCORES[arguments.score].build(options))
    out, every = output(arguments.out, arguments.source), span(arguments.every, "--every")
    if out.suffix not in (".parquet", ".csv"):
        raise UsageError(f"“{out}” is no file of a known kind.", "--out", "End its name in .parquet or .csv.")
    source = open_source(arguments.source)
    connection = connect(arguments.threads)
    with progress(f"score {arguments.score}") as tell:
        loaded = source.load(connection, _read(rules), progress=lambda what, share: tell(what, share * 0.4))
        imported(loaded.report, connection)
        hourly(connection, every)
        compute(
            connection,
            {rule.name: rule for rule in rules},
            recorded=loaded.source.recorded,
            as_of=AsOf(arguments.as_of),
            progress=lambda done, whole, what: tell(what, 0.4 + 0.5 * done / whole),
        )
        verdict_table(connection, {}, {rule.name: rule.name for rule in rules}, {}, "scores")
        columns = ["stay_id", "time", *(f"{rule.name}_{end}" for rule in rules for end in ("low", "high"))]
        write_table(connection, "scores", out, columns)
    _told(arguments, out, loaded.report, described(arguments.score, options))
    return 0


def _changes(settings: list[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    if any(not sign for _, sign, _ in pairs):
        raise UsageError("an option is set as NAME=VALUE.", "--set", "Write it like boundaries=umol/L.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _read(rules: tuple[Named, ...]) -> list[str]:
    names = {name for rule in rules for name in variables(rule)}
    return sorted(name for name in names if name in dictionary())


def _told(arguments: Namespace, out: Path, report: ImportReport, options: dict[str, str]) -> None:
    if arguments.json:
        print(
            json.dumps(
                {"score": arguments.score, "options": options, "out": str(out), "import": report.to_json()},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for line in report.sentences():
        note(line)
    stated = ", ".join(f"{name} {value}" for name, value in options.items())
    note(f"{arguments.score} with {stated}.")
    print(out)
