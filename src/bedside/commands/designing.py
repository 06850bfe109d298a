"""`bedside design`: what a number of participants can show, worked out exactly."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bedside.commands.console import note
from bedside.commands.outputs import output
from bedside.design.binomial import EVEN
from bedside.design.files import FIGURES, JSON, PAGE, TABLE, design_files
from bedside.design.monitoring import Kind, Monitoring, Rule
from bedside.design.results import rows_of
from bedside.design.stated import STATED_AS, Stated, Watched, of_numbers, of_protocol
from bedside.design.text import text_of
from bedside.design.words import word
from bedside.design.worked import work_out
from bedside.errors import UnreadableFile, UsageError, cause
from bedside.protocol.loading import load
from bedside.report.rows import as_json

BINARY = "binary"
"""In the place of a trial: the rates are those of the command line."""
OURS = re.compile(r"(power_over|expected_over|consistent|boundaries_\w+)\.(csv|(en|fr)\.(svg|png))")
"""What it leaves among the figures."""


def design(arguments: Namespace) -> int:
    """Work out the designs of a trial or of hypotheses, print them, and leave page, rows and figures in a folder."""
    out = None if arguments.out is None else _room(arguments.out)
    worked = work_out(_stated(arguments))
    rows = rows_of(worked)
    print(as_json(rows).rstrip() if arguments.json else text_of(rows, worked, arguments.lang))
    if out:
        _write(out, design_files(rows, worked, arguments.lang))
        note(str(out / PAGE))
    return 0


def _stated(arguments: Namespace) -> Stated:
    """What the protocol states, or the command line alone; a number of the command line goes before."""
    given = {name: float(held) for name in STATED_AS if (held := getattr(arguments, name)) is not None}
    watched = _watched(arguments)
    if arguments.trial == BINARY:
        return of_numbers(given, watched)
    return of_protocol(load(arguments.trial, arguments.version), given, watched)


# --- looks on the command line ------------------------------------------------------------------------------------


def _watched(arguments: Namespace) -> tuple[Watched, ...]:
    """The way of monitoring that the command line gives, if it gives looks."""
    rules = {name: getattr(arguments, name) for name in ("success", "futility", "decides")}
    if arguments.looks is None:
        if any(rules.values()) or arguments.prior:
            raise UsageError("a rule needs looks.", "--looks", "Write them like --looks 14,28,42.")
        return ()
    sizes = tuple(_whole(each, "--looks") for each in arguments.looks.split(","))
    made = {name: _rule(text, f"--{name}") if text else None for name, text in rules.items()}
    return (Watched("command", word("command"), Monitoring(sizes, **made, prior=_prior(arguments.prior))),)


def _rule(text: str, option: str) -> Rule:
    """`posterior:0.95`, `spending:pocock`, `successes:none,20,23`."""
    kind, _, held = text.partition(":")
    if kind not in list(Kind) or not held:
        todo = f"Write KIND:VALUE, with a kind of {', '.join(Kind)}; for example posterior:0.95."
        raise UsageError(f"“{text}” is no rule.", option, todo)
    if kind == Kind.SUCCESSES:
        numbers = (None if each == "none" else _whole(each, option) for each in held.split(","))
        return Rule(Kind.SUCCESSES, counts=tuple(numbers))
    if kind == Kind.SPENDING:
        return Rule(Kind.SPENDING, function=held)
    return Rule(Kind(kind), _real(held, option))


def _prior(text: str | None) -> tuple[float, float]:
    if text is None:
        return EVEN
    parts = text.split(",")
    if len(parts) != 2:
        raise UsageError(f"“{text}” is no beta prior.", "--prior", "Write its two numbers, such as 1,1.")
    return _real(parts[0], "--prior"), _real(parts[1], "--prior")


def _whole(text: str, option: str) -> int:
    if not re.fullmatch("[0-9]{1,4}", text):
        raise UsageError(f"“{text}” is no whole number up to 9999.", option, "Part the numbers by commas: 14,28,42.")
    return int(text)


def _real(text: str, option: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,12})?", text):
        raise UsageError(f"“{text}” is no number.", option, "Write it like 0.95.")
    return float(text)


# --- the folder ---------------------------------------------------------------------------------------------------


def _room(text: str) -> Path:
    """The folder of `--out`: absent, empty, or one that holds an earlier design and nothing else, to be replaced."""
    out = output(text)
    held = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if out.is_file() or (held and not {PAGE} <= held <= {PAGE, TABLE, JSON, FIGURES}):
        raise UsageError(f"{out} holds something else than a design.", "--out", "Name a new folder.")
    return out


def _write(out: Path, files: Mapping[str, str | bytes]) -> None:
    """All files; what an earlier design left among the figures goes."""
    try:
        (out / FIGURES).mkdir(parents=True, exist_ok=True)
        for old in (out / FIGURES).iterdir():
            if OURS.fullmatch(old.name):
                old.unlink()
        for name, held in files.items():
            (out / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    except OSError as error:
        what, todo = f"cannot be written ({cause(error)}).", "Choose a folder that you may write."
        raise UnreadableFile(what, str(out), todo) from error
