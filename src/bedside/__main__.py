"""The command line: `bedside COMMAND`, each with a `--help` that shows how it is used."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from bedside import __version__
from bedside.errors import BedsideError

DISCLAIMER = "Research software: not a medical device, not for treatment decisions."
INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C in the middle of a query: a RuntimeError with this text."""
SOURCES = "where the records are: mimic-iv:DIR or canonical:DIR"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it found errors or could not be done; 2: it was called wrongly; 130: stopped."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        return _command(arguments.command)(arguments)
    except BedsideError as error:
        print(f"bedside: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or str(error)).lower()
        print(
            f"bedside: {place}cannot be read or written ({reason}). Choose a place that you may use.", file=sys.stderr
        )
        return 1
    except (KeyboardInterrupt, RuntimeError) as error:
        if isinstance(error, RuntimeError) and str(error) != INTERRUPTED:
            raise
        print("bedside: stopped. Nothing half-written is left behind.", file=sys.stderr)
        return 130


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """Import only the rooms that a command needs."""
    from importlib import import_module

    module, function = name.split(".")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(f"bedside.commands.{module}"), function)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bedside",
        description="An intensive-care trial from its protocol, written once as a program.",
        epilog=f"Start with: bedside demo. {DISCLAIMER}",
    )
    parser.add_argument("--version", action="version", version=f"bedside {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _demo(
        _add(commands, "demo", "wards.demo", "check a protocol, screen a virtual ward, leave a report", "bedside demo")
    )
    _screen(_add(commands, "screen", "screening.screen", "who is eligible, for every stay and hour",
                 "bedside screen TRIAL --source mimic-iv:mimiciv/2.2 --out out"))  # fmt: skip
    _explain(_add(commands, "explain", "screening.explain", "why: the whole trace for one stay at one time",
                  "bedside explain TRIAL --source mimic-iv:DIR --stay 39553978 --at 2180-07-23T20:00"))  # fmt: skip
    _score(_add(commands, "score", "scoring.score", "SOFA, HScore or HLH-2004 by itself",
                "bedside score sofa --source mimic-iv:mimiciv/2.2 --every 1h --out sofa.parquet"))  # fmt: skip
    _virtual(_add(commands, "virtual", "wards.virtual", "make virtual patients, not real, as canonical records",
                  "bedside virtual 200 --seed 7 --out ward"))  # fmt: skip
    _protocol(commands)
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: str,
    what: str,
    example: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name, help=what, description=f"{what[0].upper()}{what[1:]}.", epilog=f"Example: {example}"
    )
    made.set_defaults(command=command)
    return made


def _trial(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("trial", help="a trial's folder, or the name of one that bedside carries")
    parser.add_argument("--version", metavar="V", help="a version of the protocol (default: the latest)")


def _source(parser: argparse.ArgumentParser, as_of: str) -> None:
    parser.add_argument("--source", required=True, help=SOURCES)
    what = "what a moment may read: what had arrived, or all that was taken (default: %(default)s)"
    parser.add_argument("--as-of", choices=["available", "measured"], default=as_of, help=what)
    parser.add_argument("--threads", type=_one_or_more, help="how many processor threads to use (default: all)")


def _outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _one_or_more(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 on")
    return int(text)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", default="demo", help="folder to leave the report in (default: %(default)s)")
    parser.add_argument("--trial", help="the trial to show (default: the first that bedside carries chances for)")
    parser.add_argument("--patients", type=int, default=60, help="how many virtual patients (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another ward (default: %(default)s)")
    parser.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")


def _screen(parser: argparse.ArgumentParser) -> None:
    _trial(parser)
    _source(parser, "available")
    parser.add_argument("--out", required=True, help="a folder, or one file ending in .parquet or .csv")
    parser.add_argument("--answers", metavar="FILE", help="CSV of human answers: stay_id, question, answer, time")
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    _outputs(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    _trial(parser)
    _source(parser, "available")
    parser.add_argument("--stay", required=True, help="the stay to explain")
    parser.add_argument("--at", metavar="TIME", help="ISO 8601, UTC (default: the last hour of the stay)")
    parser.add_argument("--answers", metavar="FILE", help="CSV of human answers: stay_id, question, answer, time")
    _outputs(parser)


def _score(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("score", help="sofa, hscore or hlh2004")
    _source(parser, "measured")
    parser.add_argument("--every", default="1h", help="how far apart the moments are (default: %(default)s)")
    parser.add_argument("--out", required=True, help="the file to write, ending in .parquet or .csv")
    parser.add_argument("--variant", help="a named variant (default: the paper's)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change one option")
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _virtual(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("patients", type=int, help="how many")
    parser.add_argument("--seed", type=int, required=True, help="a whole number; the same seed, the same patients")
    parser.add_argument("--out", required=True, help="the folder to write")
    parser.add_argument("--trial", help="answer this trial's questions too")
    parser.add_argument("--complete", action="store_true", help="everything measured, nothing late: the truth")
    parser.add_argument("--json", action="store_true", help="print what a program would read")


def _protocol(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("protocol", help="check, show or import a protocol", description="Protocols.")
    inside = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = _add(inside, "check", "protocols.check", "find what is missing, contradictory or unusual",
                 "bedside protocol check TRIAL")  # fmt: skip
    _trial(check)
    check.add_argument("--format", choices=["text", "json"], default="text", help="(default: %(default)s)")
    check.add_argument("--record", metavar="FILE", help="compare with the registry's record")
    show = _add(inside, "show", "protocols.show", "read the protocol", "bedside protocol show TRIAL --lang fr")
    _trial(show)
    show.add_argument("--format", choices=["prose", "json", "html"], default="prose", help="(default: %(default)s)")
    show.add_argument("--lang", choices=["en", "fr"], default="en", help="language (default: %(default)s)")
    draft = _add(inside, "import", "protocols.import_record", "draft a protocol from a registry record",
                 "bedside protocol import NCT01234567.json --out trials/name")  # fmt: skip
    draft.add_argument("file", help="a ClinicalTrials.gov study (JSON, API v2) or the text of a registry page")
    draft.add_argument("--out", required=True, help="the folder to write; it must not exist")


if __name__ == "__main__":
    sys.exit(main())
