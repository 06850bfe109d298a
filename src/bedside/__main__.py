"""The command line: `bedside COMMAND`, each with a `--help` that shows how it is used."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from bedside import __version__
from bedside.commands.manual import MANUAL
from bedside.engines.limits import MEMORY
from bedside.errors import BedsideError

DISCLAIMER = "Research software: not a medical device, not for treatment decisions."
INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C in the middle of a query: a RuntimeError with this text."""
SOURCES = "where the records are: mimic-iv:DIR, omop:DIR, duckdb:FILE, clif:DIR or canonical:DIR"
ON_SPARK = f"{SOURCES}; on Spark spark:DATABASE, too"
COMPARE = "score compare"
MOST_THREADS = 256
"""More than that only costs: starting a million threads looks like standing still."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it found errors or could not be done; 2: it was called wrongly; 130: stopped."""
    try:
        return _ended(_run(argv))
    except SystemExit as ended:  # of argparse: it printed a help, the version, or what was called wrongly
        return _ended(int(ended.code or 0))
    except BrokenPipeError:
        return _ended(0)
    except OSError as error:
        return _ended(_unwritten(error))


def _run(argv: Sequence[str] | None) -> int:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not arguments.command:
        (arguments.group or parser).print_help(sys.stderr)
        return 2
    try:
        return int(_command(arguments.command)(arguments))
    except BedsideError as error:
        return _failed(str(error), error.exit_code)
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and str(error) != INTERRUPTED:
            raise
        return _failed("stopped. Nothing half-written is left behind.", 130)


def _failed(sentence: str, code: int = 1) -> int:
    print(f"bedside: {sentence}", file=sys.stderr)
    return code


def _unwritten(error: OSError) -> int:
    """An error without a file's name is one of printing: to a full disk, for one."""
    if not error.filename:
        _forget_output()
    place = f"{error.filename}: cannot be read or written" if error.filename else "the output cannot be written"
    return _failed(f"{place} ({(error.strerror or str(error)).lower()}). Choose a place that you may use.")


def _ended(code: int) -> int:
    """Send out what was printed, so that Python has nothing left to complain of when it ends.

    `| head`, which reads no further, is no fault; a full disk is, and is said here.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
    except OSError as error:
        return _unwritten(error)
    return code


def _forget_output() -> None:
    """What is still waiting to be printed goes nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(name: str) -> Callable[..., Any]:
    """Import only the rooms that a command needs."""
    from importlib import import_module

    module, function = name.split(".")
    found: Callable[..., Any] = getattr(import_module(f"bedside.commands.{module}"), function)
    return found


class Paragraphs(argparse.HelpFormatter):
    """Wraps each paragraph by itself, and leaves lines that begin with a space as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = text.splitlines()
        return "\n".join(line if line[:1] in ("", " ") else super(Paragraphs, self)._fill_text(line, width, indent)
                         for line in lines)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """A parser whose help ends in text that is made only when somebody asks for it."""

    more = ""

    def parse_args(  # type: ignore[override]  # its overloads only say what a namespace of another kind gives
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> Any:
        """As argparse has it, but that `score compare` is one command, beside `score SCORE`."""
        given = list(sys.argv[1:] if args is None else args)
        if given[:2] == COMPARE.split():
            given[:2] = [COMPARE]
        return super().parse_args(given, namespace)

    def format_help(self) -> str:
        """The help, with what `more` (`module.function` of the commands) has to add."""
        if self.more:
            self.epilog, self.more = f"{self.epilog}\n\n{_command(self.more)()}", ""
        return super().format_help()


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _parser() -> Parser:
    parser = Parser(
        prog="bedside",
        description="An intensive-care trial from its protocol, written once as a program.",
        epilog=f"Start with: bedside demo. {DISCLAIMER}",
    )
    parser.add_argument("--version", action="version", version=f"bedside {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(command="", group=None)
    _demo(_add(commands, "demo", "demo.demo"))
    _screen(_add(commands, "screen", "screening.screen"))
    _explain(_add(commands, "explain", "screening.explain"))
    _score(_add(commands, "score", "scoring.score"))
    _compare(_add(commands, COMPARE, "comparing.compare"))
    _feasibility(_add(commands, "feasibility", "feasibility.feasibility"))
    _source_group(commands)
    _virtual(_add(commands, "virtual", "wards.virtual"))
    _protocol(commands)
    _design(_add(commands, "design", "designing.design"))
    _simulate(_add(commands, "simulate", "simulating.simulate"))
    _sap(_add(commands, "sap", "planning.sap"))
    _analyse(_add(commands, "analyse", "analysing.analyse"))
    _analyse(_add(commands, "report", "reporting.report"))
    _board(_add(commands, "dsmb", "reporting.board"))
    _study(commands)
    _serve(_add(commands, "serve", "studies.serve"))
    _keeping(commands)
    _cut(commands)
    return parser


def _add(commands: Commands, name: str, command: str = "", group: str = "") -> Parser:
    told = MANUAL[f"{group} {name}".strip()]
    made = commands.add_parser(
        name, help=told.what, description=told.description, epilog=told.epilog, formatter_class=Paragraphs
    )
    made.set_defaults(command=command)
    return made


def _trial(parser: Parser) -> None:
    parser.add_argument("trial", help="a trial's folder, or the name of one that bedside carries")
    parser.add_argument("--version", metavar="V", help="a version of the protocol (default: the latest)")


def _source(parser: Parser, as_of: str, sources: str = SOURCES) -> None:
    parser.add_argument("--source", required=True, help=sources)
    what = "what a moment may read: what had arrived, or all that was taken (default: %(default)s)"
    parser.add_argument("--as-of", choices=["available", "measured"], default=as_of, help=what)
    _machine(parser)


def _machine(parser: Parser) -> None:
    parser.add_argument(
        "--threads", type=_threads, metavar="N", help="how many processor threads to use (default: all)"
    )
    what = "memory for the records and tables; more is put down in temporary files (default: %(default)s)"
    parser.add_argument("--memory", type=_memory, default=MEMORY, metavar="SIZE", help=what)


def _outputs(parser: Parser) -> None:
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _threads(text: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_THREADS:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to {MOST_THREADS}")
    return int(text)


def _memory(text: str) -> str:
    if not re.fullmatch("[1-9][0-9]{0,5}(MB|GB)", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 800MB or 8GB")
    return text


def _whole(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number")
    return int(text)


def _demo(parser: Parser) -> None:
    parser.add_argument("--out", default="demo", help="folder to leave the report in (default: %(default)s)")
    parser.add_argument("--trial", help="the trial to show (default: the first that bedside carries chances for)")
    parser.add_argument("--patients", type=_whole, default=60, help="how many virtual patients (default: %(default)s)")
    parser.add_argument("--seed", type=_whole, default=1, help="another seed, another ward (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="where to serve it (default: %(default)s)")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything, and do not serve it")
    parser.add_argument("--report-only", action="store_true", help="leave the report, and prepare no study")
    parser.add_argument("--codes", action="store_true", help="print again how to log in to a demo that was prepared")
    _outputs(parser)


def _screen(parser: Parser) -> None:
    _trial(parser)
    _source(parser, "available", ON_SPARK)
    parser.add_argument("--out", required=True, help="a folder, or one file ending in .parquet or .csv")
    parser.add_argument("--answers", metavar="FILE", help="CSV of human answers: stay_id, question, answer, time")
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    what = "the list as of this moment (ISO 8601, UTC): only stays open then (default: each stay to its last hour)"
    parser.add_argument("--at", metavar="TIME", help=what)
    _engine(parser, " (no HTML report)")
    what = "work out only what has changed since the last run into the same folder; the table is that of a whole run"
    parser.add_argument("--since-last", action="store_true", help=what)
    _outputs(parser)


def _engine(parser: Parser, told: str = "") -> None:
    what = f"duckdb, or where the records outgrow one machine spark or spark://HOST:PORT{told}"
    parser.add_argument("--engine", default="duckdb", metavar="ENGINE", help=f"{what}; default: %(default)s")


def _explain(parser: Parser) -> None:
    _trial(parser)
    _source(parser, "available", ON_SPARK)
    parser.add_argument("--stay", required=True, help="the stay to explain")
    parser.add_argument("--at", metavar="TIME", help="ISO 8601, UTC (default: the last hour of the stay)")
    parser.add_argument("--answers", metavar="FILE", help="CSV of human answers: stay_id, question, answer, time")
    _outputs(parser)


def _score(parser: Parser) -> None:
    parser.more = "scoring.listed"
    parser.add_argument("score", help="sofa, sofa2, hscore or hlh2004")
    _source(parser, "measured", ON_SPARK)
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    parser.add_argument("--out", required=True, help="the file to write, ending in .parquet or .csv")
    _engine(parser)
    parser.add_argument("--variant", help="a named variant, listed below (default: the paper's)")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change one option, listed below"
    )
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _compare(parser: Parser) -> None:
    what = "as SCORE:VARIANT,OPTION=VALUE, variant and options where wanted; `bedside score --help` lists them"
    parser.add_argument("a", metavar="A", help=f"the first, {what}")
    parser.add_argument("b", metavar="B", help="the second, written alike")
    _source(parser, "measured", ON_SPARK)
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    what = "the threshold: on which side of so many points (default: where the criteria of the trial read A)"
    parser.add_argument("--at", type=_points, metavar="POINTS", help=what)
    parser.add_argument("--trial", help="the trial that has the threshold")
    parser.add_argument("--version", metavar="V", help="a version of its protocol (default: the latest)")
    _engine(parser)
    parser.add_argument("--out", metavar="DIR", help="a folder for the page, the rows and the figure")
    _outputs(parser)


def _points(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of points, such as 4")
    return float(text)


def _feasibility(parser: Parser) -> None:
    _trial(parser)
    _source(parser, "available", ON_SPARK)
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    what = "what if this number of the protocol were another: by itself; several, with commas between, together"
    parser.add_argument("--move", action="append", default=[], metavar="NAME=VALUE", help=what)
    what = "hide counts below N, and what would give one away (default: none hidden)"
    parser.add_argument("--mask-below", type=_least, default=0, metavar="N", help=what)
    what = "the years that the source covers (default: from its first admission to its last hour)"
    parser.add_argument("--years", type=_years, metavar="N", help=what)
    what = "the dates of the source are not the true ones (assumed by itself where most lie in the future)"
    parser.add_argument("--shifted", action="store_true", help=what)
    _engine(parser)
    parser.add_argument("--out", metavar="DIR", help="a folder for the page, the rows and the figure")
    _outputs(parser)


def _source_group(commands: Commands) -> None:
    group = _add(commands, "source")
    inside = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = _add(inside, "check", "sources.check", "source")
    check.add_argument("source", metavar="SOURCE", help=ON_SPARK)
    check.add_argument("--trial", help="what this trial needs (default: every variable of the dictionary)")
    check.add_argument("--version", metavar="V", help="a version of its protocol (default: the latest)")
    check.add_argument("--shifted", action="store_true", help="the dates of the source are not the true ones")
    _machine(check)
    _engine(check)
    check.add_argument("--out", metavar="DIR", help="a folder for the page and the rows")
    _outputs(check)


def _least(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 on")
    return int(text)


def _years(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", text) or float(text) <= 0:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of years above 0, such as 12 or 3.5")
    return float(text)


def _virtual(parser: Parser) -> None:
    parser.add_argument("patients", type=_whole, help="how many")
    parser.add_argument("--seed", type=_whole, required=True, help="a whole number; the same seed, the same patients")
    parser.add_argument("--out", required=True, help="the folder to write")
    parser.add_argument("--trial", help="answer this trial's questions too")
    parser.add_argument("--complete", action="store_true", help="everything measured, nothing late: the truth")
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _protocol(commands: Commands) -> None:
    group = _add(commands, "protocol")
    group.set_defaults(group=group)
    inside = group.add_subparsers(title="commands", metavar="COMMAND")
    check = _add(inside, "check", "protocols.check", "protocol")
    _trial(check)
    check.add_argument("--format", choices=["text", "json"], default="text", help="(default: %(default)s)")
    check.add_argument("--record", metavar="FILE", help="compare with the registry's record")
    check.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    show = _add(inside, "show", "protocols.show", "protocol")
    _trial(show)
    what = "text to read, data, or a web page (default: %(default)s)"
    show.add_argument("--format", choices=["prose", "json", "html"], default="prose", help=what)
    show.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    _diff(_add(inside, "diff", "amendments.diff", "protocol"))
    _in_force(_add(inside, "in-force", "amendments.in_force", "protocol"))
    draft = _add(inside, "import", "protocols.import_record", "protocol")
    draft.add_argument("file", help="a ClinicalTrials.gov study (JSON, API v2) or the text of a registry page")
    draft.add_argument("--out", required=True, help="the folder to write; it must not hold anything yet")
    draft.add_argument("--json", action="store_true", help="print what a program would read")


def _design(parser: Parser) -> None:
    parser.add_argument("trial", help="a trial's folder or name; or binary, for the rates given here")
    parser.add_argument("--version", metavar="V", help="a version of the protocol (default: the latest)")
    for name, what in (
        ("p0", "the rate of success to be ruled out"),
        ("p1", "the rate of success hoped for"),
        ("alpha", "the one-sided type I error (default of binary: 0.05)"),
        ("power", "the power (default of binary: 0.8)"),
        ("lost", "the share of participants expected not to be evaluable (default of binary: 0)"),
    ):
        parser.add_argument(f"--{name}", type=_proportion, metavar="P", help=what)
    parser.add_argument("--participants", type=_whole, metavar="N", help="the planned number of participants")
    parser.add_argument("--looks", metavar="N,N", help="participants at which the data are looked at: 14,28,42")
    for name, what in (
        ("success", "the rule that stops early with success: KIND:VALUE, see above"),
        ("futility", "the rule that stops early for futility"),
        ("decides", "the rule of the last look (default: the exact test)"),
    ):
        parser.add_argument(f"--{name}", metavar="RULE", help=what)
    parser.add_argument("--prior", metavar="A,B", help="the beta prior of such rules (default: 1,1)")
    parser.add_argument("--out", metavar="DIR", help="a folder for the page, the rows and the figures")
    _outputs(parser)


def _simulate(parser: Parser) -> None:
    _trial(parser)
    parser.add_argument("--trials", type=_whole, default=10_000, metavar="N", help="trials a scenario (default: 10000)")
    parser.add_argument("--seed", type=_whole, default=1, metavar="S", help="another seed, other trials (default: 1)")
    parser.add_argument("--scenarios", metavar="FILE", help="what is assumed (default: simulation.yaml of the trial)")
    parser.add_argument("--workers", type=_whole, metavar="W", help="how many processes to use (default: all)")
    parser.add_argument("--out", required=True, metavar="DIR", help="a folder for the page, the rows and the figures")
    _outputs(parser)


def _sap(parser: Parser) -> None:
    _trial(parser)
    parser.add_argument("--out", metavar="DIR", required=True, help="a folder for the page and the PDFs")
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")


def _analyse(parser: Parser) -> None:
    parser.add_argument("trial", help="a trial's folder, or the name of one that bedside carries")
    parser.add_argument("--data", metavar="SNAPSHOT", required=True, help="the folder or the archive of a cut")
    parser.add_argument("--arms", metavar="FILE", help="the list of who is in which arm, a CSV file: participant,arm")
    parser.add_argument("--out", metavar="DIR", required=True, help="a folder for pages and rows")
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")


def _board(parser: Parser) -> None:
    _analyse(parser)
    parser.add_argument("--primary", action="store_true", help="the primary outcome too, as the board asked")
    parser.add_argument("--profiles", action="store_true", help="a picture of each participant too")


def _proportion(text: str) -> float:
    if not re.fullmatch(r"[0-9]*\.?[0-9]+", text) or not 0 <= float(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a proportion below 1, such as 0.4")
    return float(text)


def _diff(parser: Parser) -> None:
    parser.add_argument("trial", help="a trial's folder, or the name of one that bedside carries")
    parser.add_argument("other", nargs="?", help="another folder, to compare the first with")
    parser.add_argument("--from", dest="old", metavar="V", help="the earlier version (default: the one before --to)")
    parser.add_argument("--to", dest="new", metavar="V", help="the later version (default: the latest)")
    _told_as(parser)


def _in_force(parser: Parser) -> None:
    parser.add_argument("trial", help="a trial's folder, or the name of one that bedside carries")
    parser.add_argument("--site", required=True, help="the site, as the file of activations names it")
    parser.add_argument("--date", required=True, help="the day, like 2026-11-22")
    parser.add_argument("--activations", metavar="FILE", required=True, help="CSV: site, version, date")
    parser.add_argument("--participant", metavar="ID", help="a participant, as the file of consents names them")
    parser.add_argument("--consents", metavar="FILE", help="CSV: participant, version, date; needed for a participant")
    _told_as(parser)


def _study(commands: Commands) -> None:
    group = _add(commands, "study")
    inside = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    create = _add(inside, "create", "studies.create", "study")
    _trial(create)
    create.add_argument("--out", required=True, metavar="DIR", help="the study's folder; it must not hold anything yet")
    site = "a site: its code and its name; once for each"
    create.add_argument("--site", action="append", default=[], metavar="CODE=NAME", help=site)
    create.add_argument("--admin", metavar="NAME", help="the user name of the first administrator")
    create.add_argument("--organisation", default="", metavar="NAME", help="where the administrator works")
    create.add_argument("--time-zone", default="Europe/Paris", help="the sites' clock (default: %(default)s)")
    create.add_argument("--demonstration", action="store_true", help="nobody in it is real, and every page says so")
    create.add_argument("--json", action="store_true", help="print what a program would read")
    amend = _add(inside, "amend", "studies.amend", "study")
    amend.add_argument("trial", metavar="TRIAL", help="the folder of the trial, with its amendments")
    amend.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    amend.add_argument("--dry-run", action="store_true", help="print what the last of them would change; keep nothing")
    amend.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    stay = _add(inside, "import-stay", "studies.import_stay", "study")
    stay.add_argument("stay", metavar="STAY", help="the number of the stay in its source; it is not kept")
    stay.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    stay.add_argument("--source", required=True, metavar="NAME", help="one of [sources] in study.toml")
    stay.add_argument("--site", required=True, metavar="CODE", help="the site that screens")
    stay.add_argument("--operator", required=True, metavar="NAME", help="the user of the study in whose role this is")
    stay.add_argument("--at", metavar="TIME", help="only what was recorded until then (default: all)")
    book = _add(inside, "add-dictionary", "studies.add_dictionary", "study")
    book.add_argument("kind", choices=("meddra", "whodrug", "ctcae"), help="which dictionary")
    book.add_argument("folder", metavar="DIR", help="the folder of its files")
    book.add_argument("--version", required=True, metavar="VERSION", help="of the dictionary")
    book.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    results = _add(inside, "attach-results", "studies.attach_results", "study")
    results.add_argument("file", metavar="FILE", help="what BEDSIDE_TEST_RESULTS=FILE make test wrote")
    results.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    simulated = _add(inside, "simulate", "studies.simulate", "study")
    simulated.add_argument("number", type=int, metavar="NUMBER", help="of the simulation, as its page tells it")
    simulated.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    simulated.add_argument("--workers", type=int, metavar="N", help="processes (default: one less than processors)")
    migrate = _add(inside, "migrate", "studies.migrate", "study")
    migrate.add_argument("--study", required=True, metavar="DIR", help="the study's folder")


def _serve(parser: Parser) -> None:
    parser.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    parser.add_argument("--host", default="localhost", help="the address to listen on (default: %(default)s only)")
    parser.add_argument("--port", type=_port, default=8000, help="(default: %(default)s)")
    parser.add_argument("--workers", type=_threads, default=2, metavar="N", help="processes (default: %(default)s)")


def _keeping(commands: Commands) -> None:
    verify = _add(commands, "verify", "keeping.verify")
    backup = _add(commands, "backup", "keeping.backup")
    backup.add_argument("--out", required=True, metavar="FILE", help="the backup to write, a .tar")
    backup.add_argument("--with-secrets", action="store_true", help="with the study's secret keys")
    archive = _add(commands, "archive", "cutting.archive")
    archive.add_argument("--out", required=True, metavar="DIR", help="the folder to write; it must not be there yet")
    restore = _add(commands, "restore", "keeping.restore")
    restore.add_argument("file", metavar="FILE", help="a backup")
    mail = _add(commands, "mail", "keeping.mail")
    for each in (verify, backup, archive, mail):
        each.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    restore.add_argument("--study", required=True, metavar="DIR", help="a new folder")


def _cut(commands: Commands) -> None:
    group = _add(commands, "cut")
    inside = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    take = _add(inside, "take", "cutting.take", "cut")
    take.add_argument("--study", required=True, metavar="DIR", help="the study's folder")
    what = "efficacy: without those who object; safety: of those, only what must be reported (default: %(default)s)"
    take.add_argument("--kind", choices=["efficacy", "safety"], default="efficacy", help=what)
    take.add_argument("--reason", required=True, help="what it is for; it stands in the audit trail")
    take.add_argument("--out", required=True, metavar="DIR", help="the folder to write; it must not be there yet")
    verify = _add(inside, "verify", "cutting.verify", "cut")
    verify.add_argument("folder", metavar="DIR", help="the folder of a cut")


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port from 1 to 65535")
    return int(text)


def _told_as(parser: Parser) -> None:
    told = "text for people, json for programs (default: %(default)s)"
    parser.add_argument("--format", choices=["text", "json"], default="text", help=told)
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")


if __name__ == "__main__":
    sys.exit(main())
