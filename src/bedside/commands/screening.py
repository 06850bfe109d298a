"""`bedside screen` and `bedside explain`: who is eligible, and why."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bedside.commands.console import Tell, note, progress, span
from bedside.commands.imports import hourless, imported, said_hourless, unused
from bedside.commands.on_spark import brought, of_catalogue, on_spark, opened_on_spark
from bedside.commands.outputs import TABLES, table_or_folder, write_whole
from bedside.commands.since_last import counted, said, turn
from bedside.engines.duck import connect
from bedside.engines.stages import AsOf
from bedside.engines.verdict_tables import write_table
from bedside.errors import RuleError, UsageError
from bedside.protocol.loading import load
from bedside.protocol.model import Protocol
from bedside.records.answers_file import add_answers
from bedside.records.dictionary import dictionary
from bedside.records.opening import open_source
from bedside.records.source import Loaded, Source
from bedside.report.html import render
from bedside.report.words import WORDS
from bedside.screening.explain import Explanation, explain_stay
from bedside.screening.kept_pair import TABLE
from bedside.screening.on_spark import Asked, screen_on_spark
from bedside.screening.screen import DATA_WORDS, VERDICT_WORDS, Screening, needed
from bedside.screening.screen import screen as screen_all
from bedside.screening.since_last import SinceLast, screen_since_last
from bedside.screening.since_last_on_spark import screen_since_last_on_spark
from bedside.screening.ward import ward_report
from bedside.values.moment import Moment, moment, now
from bedside.values.wording import Text

REPORT, IMPORT = "report.html", "import_report.json"


@dataclass(frozen=True)
class Opened:
    """A source in a database, with the answers of people, of which `loaded.report` gives the account.

    Of one that was screened elsewhere, the database holds the verdicts alone, and `hours` what is said of its stays.
    """

    connection: Any
    loaded: Loaded
    hours: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Screened:
    """What a screening left: files by what they hold, an account for programs, and sentences for people."""

    files: dict[str, Path]
    summary: dict[str, Any]
    lines: list[str]


def screen(arguments: Namespace) -> int:
    """Screen every stay and hour; leave the table of verdicts, the import report and the HTML report."""
    done = screened(arguments)
    if arguments.json:
        files = {held: str(path) for held, path in done.files.items()}
        print(json.dumps({"files": files, **done.summary}, ensure_ascii=False, indent=2))
        return 0
    for line in done.lines:
        note(line)
    for path in done.files.values():
        print(path)
    return 0


def screened(arguments: Namespace) -> Screened:
    """The whole of `bedside screen` but the last words; takes its arguments."""
    protocol = load(arguments.trial, arguments.version)
    out, at = table_or_folder(arguments.out, arguments.source), _at(arguments)
    one_file, since_last, elsewhere = out.suffix in TABLES, arguments.since_last, on_spark(arguments)
    kept: SinceLast | None = None
    with turn(out) if since_last else nullcontext(), progress("screen") as tell:
        if elsewhere:
            opened, screening, kept = _elsewhere(arguments, protocol, lambda what, share: tell(what, 0.9 * share), at)
        else:
            opened = _open(arguments, protocol, lambda what, share: tell(what, 0.2 * share), detail=not one_file)
            imported(opened.loaded.report, opened.connection)
            screening, kept = _asked(arguments, protocol, opened, lambda what, share: tell(what, 0.2 + 0.6 * share), at)
        files = _leave(arguments, opened, screening, tell, written=kept is not None)
    summary = _summary(opened)
    lines = unused(opened.loaded.report, arguments.lang)
    if kept is not None:
        summary["since_last"] = counted(kept)
        lines += [line.say(arguments.lang) for line in said(kept)]
    if one_file:  # there is no file beside it: the account of the import goes to the terminal
        summary["import"] = opened.loaded.report.to_json()
        lines += opened.loaded.report.sentences(arguments.lang)
    return Screened(files, summary, [*lines, *_sentences(opened, summary, arguments.lang, one_file)])


def _asked(
    arguments: Namespace, protocol: Protocol, opened: Opened, tell: Tell, at: Moment | None
) -> tuple[Screening, SinceLast | None]:
    """Make the table `verdicts`; with `--since-last` it stands in the folder then, with its state."""
    recorded, every, as_of = opened.loaded.source.recorded, span(arguments.every, "--every"), AsOf(arguments.as_of)
    processes = arguments.threads or os.cpu_count() or 1
    if arguments.since_last:
        folder = Path(arguments.out)
        return screen_since_last(
            opened.connection, protocol, recorded, folder, every, as_of, tell, at, processes=processes
        )
    return screen_all(opened.connection, protocol, recorded, every, as_of, None, tell, at, processes=processes), None


def _at(arguments: Namespace) -> Moment | None:
    """The moment of `--at`, if one was asked for."""
    try:
        return None if arguments.at is None else moment(arguments.at)
    except RuleError as error:
        raise UsageError(error.what, "--at", error.todo) from error


def explain(arguments: Namespace) -> int:
    """Print the whole trace for one stay at one time."""
    if not arguments.stay.strip():
        raise UsageError("no stay is named.", "--stay", "Give the id of one that `screen` lists.")
    protocol = load(arguments.trial, arguments.version)
    opened = _open(arguments, protocol, lambda what, share: None, arguments.stay, detail=True)
    explanation = explain_stay(
        opened.connection,
        protocol,
        opened.loaded.source,
        arguments.stay,
        arguments.at,
        AsOf(arguments.as_of),
        arguments.lang,
    )
    print(explanation.to_json() if arguments.json else _told(explanation))
    return 0


def _told(explanation: Explanation) -> str:
    return "\n".join(explanation.lines)


def _open(
    arguments: Namespace, protocol: Protocol, tell: Tell, stay: object | None = None, detail: bool = False
) -> Opened:
    connection = connect(arguments.threads, arguments.memory)
    of_one = stay is not None and of_catalogue(arguments.source)
    source = brought(arguments.source, connection, stay) if of_one else open_source(arguments.source)
    questions = {question.name: question.variable for question in protocol.questions}
    loaded = source.load(connection, _variables(protocol, source), stay, detail, tell)
    asked = {name: variable for name, variable in needed(protocol).items() if variable.kind == "answer"} | questions
    if arguments.answers:
        answers = add_answers(connection, Path(arguments.answers), asked)
        loaded = replace(loaded, report=replace(loaded.report, answers=answers))
    return Opened(connection, loaded)


def _elsewhere(
    arguments: Namespace, protocol: Protocol, tell: Tell, at: Moment | None
) -> tuple[Opened, Screening, SinceLast | None]:
    """Screen on Spark; with `--since-last` the table stands in the folder then, with its state."""
    session, source = opened_on_spark(arguments)
    connection = connect(arguments.threads, arguments.memory)
    asked = Asked(protocol, span(arguments.every, "--every"), AsOf(arguments.as_of), at)
    names, kept = _variables(protocol, source), None
    if arguments.since_last:
        folder = Path(arguments.out)
        done, kept = screen_since_last_on_spark(session, connection, source, asked, names, folder, tell)
    else:
        done = screen_on_spark(session, connection, source, asked, names, tell)
    return Opened(connection, done.loaded, done.hours), done.screening, kept


def _variables(protocol: Protocol, source: Source) -> list[str]:
    """What is to be loaded: what the criteria read, as far as it is a record."""
    return sorted(name for name in needed(protocol) if name in dictionary() or name in source.supplied)


def _leave(
    arguments: Namespace, opened: Opened, screening: Screening, tell: Tell, written: bool = False
) -> dict[str, Path]:
    """Write what is asked for; the table of verdicts may be `written` already."""
    out = Path(arguments.out)
    if out.suffix in TABLES:
        return {"verdicts": write_table(opened.connection, "verdicts", out, screening.columns)}
    files = {"verdicts": out / TABLE}
    if not written:
        write_table(opened.connection, "verdicts", files["verdicts"], screening.columns)
    files["import"] = write_whole(
        out / IMPORT, json.dumps(opened.loaded.report.to_json(), ensure_ascii=False, indent=2) + "\n"
    )
    if opened.hours is not None:  # the report's pages are of records, and only verdicts are here
        tell("done", 1.0)
        return files
    tell("report", 0.85)
    report = ward_report(
        opened.connection,
        screening,
        opened.loaded.source,
        now(),
        opened.loaded.report.in_both(),
        language=arguments.lang,
        at=_at(arguments),
    )
    files["report"] = write_whole(out / REPORT, render(report))
    tell("done", 1.0)
    return files


def _summary(opened: Opened) -> dict[str, Any]:
    rows = opened.connection.execute(
        "SELECT data_verdict, verdict, count(*), count(DISTINCT stay_id) FROM verdicts GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    answers = opened.loaded.report.answers
    return {
        "verdicts": [dict(zip(("data_verdict", "verdict", "hours", "stays"), row, strict=True)) for row in rows],
        "answers": None
        if answers is None
        else {
            "taken": answers.taken,
            "refused": [each.say("en") for each in answers.refused],
            "outside_every_stay": answers.outside,
        },
        "hours": dict(opened.hours or hourless(opened.connection)),
    }


# --- what the person at the terminal reads ------------------------------------------------------------------------

ASKED = {
    "data_verdict": Text("from hospital data alone", "d’après les seules données de l’hôpital"),
    "verdict": Text(
        "from all criteria, with the human answers known", "d’après tous les critères, avec les réponses connues"
    ),
}
"""Each column of verdicts, and what it goes by."""
ORDER = {"data_verdict": DATA_WORDS, "verdict": VERDICT_WORDS}
APART = Text("; ", "\u202f; ")
NOT_REAL = Text("These patients are not real.", "Ces patients sont fictifs.")


def _sentences(opened: Opened, summary: dict[str, Any], language: str, told: bool) -> list[str]:
    """The last words; `told` is true when the account of the import, answers and all, is among them already."""
    lines = said_hourless(summary["hours"], language)
    lines += [f"{column} ({ASKED[column].say(language)}){_counted(opened, column, language)}" for column in ASKED]
    if opened.loaded.report.answers is not None and not told:
        lines += opened.loaded.report.answers.sentences(language)
    if opened.loaded.source.not_real:
        lines.append(NOT_REAL.say(language))
    return lines


def _counted(opened: Opened, column: str, language: str) -> str:
    """`: candidate 3 hours of 1 stay; excluded ...`: the answers that occur, in their order."""
    counts = opened.connection.execute(
        f"SELECT {column}, count(*), count(DISTINCT stay_id) FROM verdicts GROUP BY ALL"
    ).fetchall()
    held = {word: (hours, stays) for word, hours, stays in counts}
    told = [f"{WORDS[word].say(language)} {_hours(*held[word], language)}" for word in ORDER[column] if word in held]
    return f"{WORDS['colon'].say(language)}{APART.say(language).join(told) or '–'}."


def _hours(hours: int, stays: int, language: str) -> str:
    if language == "fr":
        return f"{hours} heure{'s' if hours > 1 else ''} de {stays} séjour{'s' if stays > 1 else ''}"
    return f"{hours} hour{'' if hours == 1 else 's'} of {stays} stay{'' if stays == 1 else 's'}"
