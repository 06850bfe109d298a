"""`bedside demo`: the whole main job on patients who do not exist, and a study of them in the web application.

The application (Django) is imported inside the functions only: the other commands do not wait for it.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import socket
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bedside.commands import studies
from bedside.commands.console import note, progress
from bedside.commands.outputs import output, room_for_a_demo, room_for_a_ward
from bedside.commands.screening import Screened, screened
from bedside.commands.wards import lived, said
from bedside.engines.limits import MEMORY
from bedside.engines.spark import DUCKDB
from bedside.errors import UsageError
from bedside.lint.checks import check_trial
from bedside.protocol.loading import find_trial, load, shipped
from bedside.screening.kept_pair import TABLE
from bedside.values.moment import HOUR, Moment, now
from bedside.values.wording import Text
from bedside.virtual.chances import QUESTIONS, chances
from bedside.virtual.writing import ANSWERS

COUNTED = {
    "error": (Text("errors", "erreurs"), Text("error", "erreur")),
    "warning": (Text("warnings", "avertissements"), Text("warning", "avertissement")),
    "question": (
        Text("questions for the sponsor", "questions au promoteur"),
        Text("question for the sponsor", "question au promoteur"),
    ),
}
"""What findings are called: several of them, one of them."""
REMARKS = (Text("remarks", "remarques"), Text("remark", "remarque"))
NO_FINDINGS = Text("no findings", "rien à signaler")

STUDY, SOURCE = "study", "ward"
"""In the folder of a demo: the study; and in the study, what the screened ward is called."""
HELD = "served.lock"
"""Held while a demo serves its study, so that another does not replace it meanwhile."""


def demo(arguments: Namespace) -> int:
    """Check a protocol, make a ward, screen it hour by hour, fill a study, and serve it until it is stopped."""
    if arguments.codes:
        return _codes(output(arguments.out) / STUDY, arguments)
    out, trial = room_for_a_demo(output(arguments.out)), arguments.trial or _shown()
    serves = not (arguments.no_serve or arguments.report_only or arguments.json)
    if not arguments.report_only:
        studies.needs_application()
    if serves:
        _free(arguments.port)
    done, told = _screened_ward(arguments, trial, out)
    if not arguments.report_only:
        with _unserved(out / STUDY):
            told |= _study(arguments, trial, out, done)
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(*done.files.values(), sep="\n")
    note(OPEN.filled(report=done.files["report"]).say(arguments.lang))
    if arguments.report_only:
        return 0
    if not arguments.json:
        _print_logins(out / STUDY, arguments)
    return _serve(out / STUDY, arguments) if serves else 0


# --- the ward -------------------------------------------------------------------------------------------------


def _screened_ward(arguments: Namespace, trial: str, out: Path) -> tuple[Screened, dict[str, Any]]:
    """Protocol, ward and report; returns the screening, and what a program is told of all three."""
    folder, language = room_for_a_ward(out / "ward"), arguments.lang
    found = check_trial(trial)
    protocol, counted = load(trial), Counter(str(finding.severity) for finding in found.findings)
    title, counts = protocol.text.say(language), _counts(counted, language)
    note(CHECKED.filled(title=title, version=protocol.version, counts=counts, trial=trial).say(language))
    lived(arguments.patients, arguments.seed, chances(trial), folder, at=now())
    note(MADE.filled(folder=folder).say(language).format(patients=said(arguments.patients, language)))
    note(SCREENING.say(language))
    done = screened(_asked(arguments, trial, folder, out))
    for line in done.lines:
        note(line)
    told: dict[str, Any] = {
        "report": str(done.files["report"]),
        "trial": trial,
        "version": protocol.version,
        "findings": counted,
    }
    told |= {"source": f"canonical:{folder}", "patients": arguments.patients, "not_real": True}
    told |= {"files": {held: str(path) for held, path in done.files.items()}, **done.summary}
    return done, told


CHECKED = Text(
    "1. {title}, version {version}: {counts}. (bedside protocol check {trial})",
    "1. {title}, version {version}\u00a0: {counts}. (bedside protocol check {trial} --lang fr)",
)
MADE = Text("2. {{patients}}, not real, in {folder}.", "2. {{patients}} dans {folder}.")
SCREENING = Text("3. Screening them, hour by hour.", "3. Présélection, heure par heure.")
OPEN = Text(
    "Open {report} in a browser. Research software: not a medical device.",
    "Ouvrir {report} dans un navigateur. Logiciel de recherche\u00a0: pas un dispositif médical.",
)
FILLING = Text(
    "4. A study of it, with people who do not exist, in {folder}.",
    "4. Une étude, avec des personnes qui n’existent pas, dans {folder}.",
)
UNTOLD = Text("No virtual patient was found for: {what}.", "Aucun patient fictif ne convenait pour\u00a0: {what}.")
SERVED = Text(
    "5. Served at {address} (Ctrl-C stops it). Codes change every 30 seconds: bedside demo --codes --out {out}",
    "5. Servie à l’adresse {address} (Ctrl-C l’arrête). Les codes changent toutes les 30 secondes\u00a0:"
    " bedside demo --codes --lang fr --out {out}",
)
LATER = Text("Serve it with: bedside serve --study {folder}", "Pour la servir\u00a0: bedside serve --study {folder}")
HEADS = (
    Text("role", "rôle"), Text("sites", "centres"), Text("user", "utilisateur"), Text("password", "mot de passe"),
    Text("code now", "code actuel"),
)  # fmt: skip
ALL = Text("all", "tous")


def _counts(counted: Mapping[str, int], language: str) -> str:
    """`2 warnings, 12 questions for the sponsor`."""
    said = [
        f"{count} {COUNTED.get(word, REMARKS)[count == 1].say(language)}" for word, count in counted.items() if count
    ]
    return ", ".join(said) or NO_FINDINGS.say(language)


def _asked(arguments: Namespace, trial: str, folder: Path, out: Path) -> Namespace:
    """The arguments of `bedside screen` on the ward that was made."""
    return Namespace(
        trial=trial, version=None, source=f"canonical:{folder}", answers=str(folder / ANSWERS),
        out=str(out), every="1h", as_of="available", lang=arguments.lang, json=False, threads=None, memory=MEMORY,
        at=None, engine=DUCKDB, since_last=False,
    )  # fmt: skip


def _shown() -> str:
    """The first trial that bedside carries with chances for virtual patients."""
    found = next((name for name in shipped() if (find_trial(name) / QUESTIONS).exists()), None)
    if found is None:
        raise UsageError("no trial is carried that virtual patients could be asked about.", "--trial", "Name one.")
    return found


# --- the study ------------------------------------------------------------------------------------------------


def _study(arguments: Namespace, trial: str, out: Path, done: Screened) -> dict[str, Any]:
    """Make the study anew and fill it; what a program is told of it."""
    folder, language = out / STUDY, arguments.lang
    note(FILLING.filled(folder=folder).say(language))
    _removed(folder)
    from bedside.conduct.study.create import create

    place = f"canonical:{(out / 'ward').resolve()}"
    made = create(folder, trial, demonstration=True, sources={SOURCE: place})
    from bedside.conduct.demonstration.cast import SITES
    from bedside.conduct.demonstration.filling import fill
    from bedside.conduct.ward.reports import WARDS

    ward = folder / WARDS / SITES[0][0] / SOURCE
    ward.mkdir(parents=True)
    for file in (done.files["report"], done.files["verdicts"]):
        shutil.copyfile(file, ward / file.name)
    with progress("demonstration study") as tell:
        filled = fill(made.protocol, tell, _stays(ward / TABLE), SOURCE)
    if filled.untold:
        note(UNTOLD.filled(what=", ".join(filled.untold)).say(language))
    return {"study": str(folder), "stages": filled.stages}


def _stays(table: Path) -> tuple[str, ...]:
    """One stay of each verdict by data, of those who are there still."""
    from bedside.screening.listed import listed

    rows = listed(table)
    last = max((row.at for row in rows), default=Moment(0))
    there = {row.data_verdict: row.stay for row in reversed(rows) if row.at > last - HOUR}
    return tuple(sorted(there.values()))


def _removed(folder: Path) -> None:
    """Remove an earlier demonstration study, and forget a connection to it."""
    if not folder.exists():
        return
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()
    shutil.rmtree(folder)


@contextmanager
def _unserved(folder: Path) -> Iterator[None]:
    """Raises UsageError while another demo serves the study."""
    lock = folder / HELD
    if folder.is_dir():
        with lock.open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(
                    "this demo is being served.", str(folder), "Stop it first, or name another --out."
                ) from None
    yield


def _free(port: int) -> None:
    """Raises UsageError when something listens there already: it is better known before than after."""
    with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
        raise UsageError(f"port {port} is in use.", "--port", "Stop what uses it, or name another port.")


def _serve(folder: Path, arguments: Namespace) -> int:
    with (folder / HELD).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        address = f"http://localhost:{arguments.port}/"
        note(SERVED.filled(address=address, out=arguments.out).say(arguments.lang))
        return studies.serve(Namespace(study=str(folder), host="localhost", port=arguments.port, workers=2))


def _codes(folder: Path, arguments: Namespace) -> int:
    """Print once more how to log in, with the codes of now."""
    if not (folder / "study.toml").is_file():
        raise UsageError("there is no demonstration study here.", str(folder), "Make one with: bedside demo")
    studies.needs_application()
    from bedside.conduct.study.starting import start

    start(folder)
    _print_logins(folder, arguments)
    return 0


def _print_logins(folder: Path, arguments: Namespace) -> None:
    from bedside.conduct.demonstration.cast import logins

    language = arguments.lang
    rows = [tuple(head.say(language) for head in HEADS)]
    rows += [
        (each.role.say(language), each.where or ALL.say(language), each.username, each.password, each.code)
        for each in logins()
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), flush=True)
    if arguments.no_serve:
        note(LATER.filled(folder=folder).say(language))
