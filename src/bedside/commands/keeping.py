"""`bedside verify|backup|restore|mail`: whether a study is whole, how it stays so, and what leaves it by mail."""

from __future__ import annotations

import getpass
import itertools
from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note
from bedside.commands.studies import needs_application
from bedside.errors import UnreadableFile, UsageError

SHOWN = 50
"""Findings printed; after these, only how many more."""


def verify(arguments: Namespace) -> int:
    """Whether anybody rewrote history behind the application's back: 0 when nobody did, 1 with what is wrong."""
    _start(Path(arguments.study))
    return _verified()


def backup(arguments: Namespace) -> int:
    """Copy a study to one file, while it is in use."""
    _start(Path(arguments.study))
    from bedside.conduct.study.backup import backup as write
    from bedside.conduct.trail.keeping import Actor

    out = Path(arguments.out)
    if not out.resolve().parent.is_dir():
        raise UsageError("there is no such folder.", str(out.parent), "Make it first.")
    write(Actor(getpass.getuser(), "operator", "", "command line"), out, arguments.with_secrets)
    note(f"{out}: {out.stat().st_size / 1e6:.1f} MB.")
    if not arguments.with_secrets:
        note("Without the keys in secrets/, which it cannot be verified without: keep a copy of them elsewhere.")
    return 0


def mail(arguments: Namespace) -> int:
    """Write the reminders that are due, and try the mails that wait: 0 when all were taken, 1 when some still wait."""
    _start(Path(arguments.study))
    from bedside.conduct.safety.outbox import refuse_unsendable, send
    from bedside.conduct.safety.reminding import remind
    from bedside.conduct.trail.keeping import Actor

    by = Actor(getpass.getuser(), "operator", "", "command line")
    refuse_unsendable()
    reminded, sent = remind(by), send(by)
    note(f"{reminded} reminder{'' if reminded == 1 else 's'} of deadlines written; {sent.taken} mails sent,"
         f" {sent.waiting} waiting.")  # fmt: skip
    return int(sent.waiting > 0)


def restore(arguments: Namespace) -> int:
    """Put a study back from a backup, and verify it."""
    from bedside.conduct.study import restoring

    folder = Path(arguments.study)
    manifest = restoring.unpack(Path(arguments.file), folder)
    _start(folder)
    restoring.load(folder, manifest)
    note(f"{folder}: restored from a backup of {manifest['made']}.")
    if not (folder / "secrets" / "trail").exists():
        raise UsageError("restored, not verified: its keys are not there.", str(folder / "secrets"),
                         "Put them there, then run bedside verify.")  # fmt: skip
    wrong = _verified()
    if not wrong:  # nothing is added to a trail that is not whole
        from bedside.conduct.study.actions import note_restored
        from bedside.conduct.trail.keeping import Actor

        note_restored(Actor(getpass.getuser(), "operator", "", "command line"), str(manifest["made"]))
    return wrong


def _start(folder: Path) -> None:
    needs_application()
    from bedside.conduct.study.folder import SETTINGS
    from bedside.conduct.study.starting import start

    if not any((folder / name).is_file() for name in (SETTINGS, "study.sqlite3")):
        raise UsageError("there is no study here.", str(folder), "Name the folder of one.")
    start(folder)


def _verified() -> int:
    from django.db import DatabaseError

    from bedside.conduct.trail.models import Event
    from bedside.conduct.trail.verifying import verify as look

    findings = look()
    try:
        shown = list(itertools.islice(findings, SHOWN))
    except DatabaseError as error:
        raise UnreadableFile(f"the database cannot be read ({error}).", "verify", "Restore a backup.") from error
    for each in shown:
        print(str(each))
    more = sum(1 for _ in findings)
    if shown:
        count = len(shown) + more
        told = f"{count} finding{'s' if count != 1 else ''}"
        print(f"The trail is not whole: {told}{f', {SHOWN} of them above' if more else ''}.")
        return 1
    print(f"The trail is whole: {Event.objects.count()} events.")
    return 0
