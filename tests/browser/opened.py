"""A study of a trial as `bedside study create` leaves it, in another process: nobody but its first administrator.

`python -m tests.browser.opened FOLDER PORT TRIAL` makes it, begins the screening of one stay as a hospital source knows
it (the trial's own worked patient who is eligible, as `bedside study import-stay` does), and serves it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from tests.browser.clock import Clock
from tests.browser.served import listen

ADMINISTRATOR, SITE = "admin", "01"
BEGIN = "2026-11-23T08:00+01:00"


def main(folder: Path, port: int, trial: str) -> None:
    """Make, serve; ends only from outside."""
    clock = Clock(folder / "clock")
    clock.rule_this_process()
    clock.set(BEGIN)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.conduct.settings"
    os.environ.pop("BEDSIDE_DATABASE", None)
    told = json.loads(_created(folder / "study", trial))
    answers = _screened(trial)
    held = {"passwords": {ADMINISTRATOR: told["password"]}, "secrets": {}, "answers": answers}
    (folder / "told.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    listen(port)


def _created(study: Path, trial: str) -> str:
    """What the command prints for a program."""
    from bedside.__main__ import main

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        site = f"{SITE}=Royal Example"
        told = main(["study", "create", trial, "--out", str(study), "--site", site, "--admin", ADMINISTRATOR, "--json"])
    assert told == 0
    return printed.getvalue()


def _screened(trial: str) -> dict[str, str]:
    """Begin the screening; returns what people are to answer about that patient."""
    from bedside.conduct.participants.actions import screen
    from bedside.conduct.study.protocol import latest
    from bedside.conduct.trail.keeping import Actor
    from bedside.protocol.forms import recorded_by
    from tests.browser import filled

    protocol, by = latest(), Actor("setup", "administrator", "Sponsor", "command line")
    screen(by, SITE, "hospital", "stay-1", filled.facts(protocol, trial), recorded_by(protocol))
    return filled.answers(protocol, trial)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
