"""`bedside score`: a score by itself, every hour of every stay."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from bedside.commands.console import note, progress, span
from bedside.commands.imports import hourless, imported, said_hourless
from bedside.commands.on_spark import on_spark, opened_on_spark
from bedside.commands.outputs import output
from bedside.engines.duck import connect
from bedside.engines.scored import Scored, score_all, score_on_spark
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import write_table
from bedside.errors import UsageError
from bedside.records.dictionary import dictionary
from bedside.records.import_report import ImportReport
from bedside.records.opening import open_source
from bedside.rules.nodes import Named, variables
from bedside.scores import catalogue
from bedside.scores.catalogue import built, chosen, described, entry_of, resolved, rules_of

ENDS = ("low", "high")


def score(arguments: Namespace) -> int:
    """Compute one score and write stay_id, time and the low and high end of the total and each component.

    Where a probability goes with the total, its two ends follow.
    """
    name, variant = resolved(arguments.score, arguments.variant)
    options = chosen(name, variant, _changes(arguments.set))
    rules = rules_of(built(name, options))
    out, every = output(arguments.out, arguments.source), span(arguments.every, "--every")
    if out.suffix not in (".parquet", ".csv"):
        raise UsageError(f"“{out}” is no file of a known kind.", "--out", "End its name in .parquet or .csv.")
    elsewhere = on_spark(arguments)
    connection = connect(arguments.threads, arguments.memory)
    probability = entry_of(name).probability
    also = probability.rules(rules[0]) if probability else ()
    asked = Scored((*rules, *also), every, AsOf(arguments.as_of))
    with progress(f"score {name}") as tell:
        if elsewhere:
            session, source = opened_on_spark(arguments)
            loaded, hours = score_on_spark(session, connection, source, asked, _read(rules), tell)
        else:
            source = open_source(arguments.source)
            loaded = source.load(connection, _read(rules), progress=lambda what, share: tell(what, share * 0.4))
            imported(loaded.report, connection)
            score_all(connection, asked, loaded.source.recorded, None, lambda what, share: tell(what, 0.4 + share / 2))
            hours = hourless(connection)
        columns = ["stay_id", "time", *(f"{rule.name}_{end}" for rule in rules for end in ENDS)]
        if probability:
            columns += _two_ends(connection, also, probability.columns)
        write_table(connection, "scores", out, columns)
    told = {"score": name, "options": described(name, options), "out": str(out)}
    if probability:
        told["probability"] = {
            "columns": list(probability.columns), "is": probability.text, "source": probability.source,
        }  # fmt: skip
    _tell(arguments, told | {"hours": hours}, loaded.report)
    return 0


def listed() -> str:
    """Every score with its variants and options, for `bedside score --help`."""
    return catalogue.listed()


def _two_ends(connection: Any, rules: tuple[Named, ...], columns: tuple[str, str]) -> tuple[str, str]:
    """The low end of the first rule and the high end of the last, under the names of one range."""
    for rule, end, column in zip((rules[0], rules[-1]), ENDS, columns, strict=True):
        connection.execute(f'ALTER TABLE scores RENAME COLUMN "{rule.name}_{end}" TO "{column}"')
    return columns


def _changes(settings: list[str]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    if any(not sign for _, sign, _ in pairs):
        raise UsageError("an option is set as NAME=VALUE.", "--set", "Write it like boundaries=umol/L.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _read(rules: tuple[Named, ...]) -> list[str]:
    names = {name for rule in rules for name in variables(rule)}
    return sorted(name for name in names if name in dictionary())


def _tell(arguments: Namespace, told: dict[str, Any], report: ImportReport) -> None:
    if arguments.json:
        print(json.dumps(told | {"import": report.to_json()}, ensure_ascii=False, indent=2))
        return
    for line in [*report.sentences(), *said_hourless(told["hours"])]:
        note(line)
    stated = ", ".join(f"{name} {value}" for name, value in told["options"].items())
    note(f"{told['score']} with {stated}.")
    if "probability" in told:
        columns, held = told["probability"]["columns"], told["probability"]
        note(f"{' and '.join(columns)}: {held['is']} ({held['source']}).")
    print(told["out"])
