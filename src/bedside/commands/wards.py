"""`bedside virtual` and `bedside demo`: patients who do not exist, and the whole main job on them."""

from __future__ import annotations

import json
import shutil
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bedside.commands.console import note, progress
from bedside.commands.outputs import output, room_for_a_demo, room_for_a_ward
from bedside.commands.screening import screened
from bedside.errors import ProtocolError, UnreadableFile, UsageError, cause
from bedside.lint.checks import check_trial
from bedside.protocol.loading import find_trial, load, shipped
from bedside.values.wording import Text
from bedside.virtual.answers import Chance
from bedside.virtual.patients import Ward, ward
from bedside.virtual.writing import ANSWERS, write

QUESTIONS = "virtual.yaml"
"""Beside a protocol: how often virtual patients are answered yes to each of its questions."""

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
REPLACED = "An earlier virtual ward stood in {out}: it is replaced."

UNLISTED = Chance(0.0, answered=0.98)


def virtual(arguments: Namespace) -> int:
    """Write a ward of virtual patients as a canonical source."""
    out = room_for_a_ward(output(arguments.out))
    replaced = out.is_dir() and any(out.iterdir())
    chances = _chances(arguments.trial) if arguments.trial else {}
    files = _write(arguments.patients, arguments.seed, chances, out, arguments.complete)
    if arguments.json:
        print(json.dumps({"source": f"canonical:{out}", "not_real": True, "files": [str(file) for file in files]}))
        return 0
    if replaced:
        note(REPLACED.format(out=out))
    note(f"{_patients(arguments.patients)}, not real. Read with --source canonical:{out}")
    print(out)
    return 0


def _patients(count: int, language: str = "en") -> str:
    if language == "fr":
        return f"{count} patient{'' if count == 1 else 's'} fictif{'' if count == 1 else 's'}"
    return f"{count} virtual patient{'' if count == 1 else 's'}"


def _write(patients: int, seed: int, chances: Mapping[str, float | Chance], out: Path, complete: bool) -> list[Path]:
    with progress("virtual patients") as tell:
        tell("living their stays", 0.1)
        made: Ward = ward(patients, seed, questions=chances, complete=complete)
        tell("writing", 0.8)
        return _whole(made, out)


def _whole(made: Ward, out: Path) -> list[Path]:
    """Written aside first, so that nothing half-written is left when it is stopped."""
    half = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(half, ignore_errors=True)
        try:
            files = write(made, half)
            shutil.rmtree(out, ignore_errors=True)
            half.replace(out)
            return [out / file.name for file in files]
        finally:
            shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise UnreadableFile(
            f"cannot be written ({cause(error)}).", str(out), "Choose a folder that you may write."
        ) from error


def _chances(trial: str) -> dict[str, float | Chance]:
    """The trial's own chances; a question it does not list is answered no, nearly always."""
    file = find_trial(trial) / QUESTIONS
    stated: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    known = {question.name for question in load(trial).questions}
    unknown = sorted(set(stated) - known)
    if unknown:
        raise ProtocolError(f"the protocol asks no question “{unknown[0]}”.", str(file), "Remove the line.")
    return {name: Chance(**stated[name]) if name in stated else UNLISTED for name in sorted(known)}


def demo(arguments: Namespace) -> int:
    """Check a protocol, make a ward, screen it hour by hour, leave one HTML report."""
    out, trial = room_for_a_demo(output(arguments.out)), arguments.trial or _shown()
    folder, language = room_for_a_ward(out / "ward"), arguments.lang
    found = check_trial(trial)
    protocol, counted = load(trial), Counter(str(finding.severity) for finding in found.findings)
    title = protocol.text.say(language)
    counts = _counts(counted, language)
    note(CHECKED.filled(title=title, version=protocol.version, counts=counts, trial=trial).say(language))
    _write(arguments.patients, arguments.seed, _chances(trial), folder, complete=False)
    note(MADE.filled(folder=folder).say(language).format(patients=_patients(arguments.patients, language)))
    note(SCREENING.say(language))
    done = screened(_asked(arguments, trial, folder, out))
    for line in done.lines:
        note(line)
    if arguments.json:
        told = {"report": str(done.files["report"]), "trial": trial, "version": protocol.version, "findings": counted}
        told |= {"source": f"canonical:{folder}", "patients": arguments.patients, "not_real": True}
        files = {held: str(path) for held, path in done.files.items()}
        print(json.dumps({**told, "files": files, **done.summary}, ensure_ascii=False, indent=2))
    else:
        print(*done.files.values(), sep="\n")
    note(OPEN.filled(report=done.files["report"]).say(language))
    return 0


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
        out=str(out), every="1h", as_of="available", lang=arguments.lang, json=False, threads=None, at=None,
    )  # fmt: skip


def _shown() -> str:
    """The first trial that bedside carries with chances for virtual patients."""
    found = next((name for name in shipped() if (find_trial(name) / QUESTIONS).exists()), None)
    if found is None:
        raise UsageError("no trial is carried that virtual patients could be asked about.", "--trial", "Name one.")
    return found
