"""The archive of a study: what an inspection may ask for years after the system was switched off.

study.tar      a backup with its keys, from which `bedside restore` brings back every screen, check and log
cuts/          the data, for efficacy and for safety
casebooks/     every participant as a PDF with the whole trail, in both languages
forms/         the forms of every version, blank and annotated, in both languages
logs/          of every site: deviations, delegation, training, initiation and the study drug's accountability
protocol/      every version as it was approved, byte for byte
software.json  what ran here: bedside with the digest of its files, and every package with its version
SHA256SUMS     of every other file, as `sha256sum --check` reads it
README.md      how to read it, and how to bring it back

Source: EMA guideline on computerised systems, 2023, 6.12 (archiving); ICH E6(R3) 4.2.8.
"""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import asdict
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from bedside.conduct.cuts.actions import file_of, take_cut
from bedside.conduct.cuts.casebook_on_paper import casebook_pdf
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.frame.exports import as_csv
from bedside.conduct.participants.models import Person
from bedside.conduct.people.models import Site
from bedside.conduct.pharmacy import log
from bedside.conduct.pharmacy.reading import movements, supply_of
from bedside.conduct.registers import files
from bedside.conduct.study.backup import backup
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.study.software import software
from bedside.conduct.trail.keeping import Act, Actor, note
from bedside.errors import UsageError
from bedside.exports.forms_on_paper import forms_pdf
from bedside.exports.writing import beside, digest, files_of
from bedside.values.wording import LANGUAGES, Text

SUMS = "SHA256SUMS"
REASON = "archive of the study"
README = Text(
    """# Archive of {study}

Read without any software: `casebooks/`, `forms/`, `logs/` and the CSV and XLSX files of `cuts/`.
`sha256sum --check SHA256SUMS` finds any altered file; `bedside cut verify cuts/efficacy` checks the hash of the data
too.

Bring back the working study: install bedside {version} with the packages of `software.json` (Python {python}), then

    bedside restore study.tar --study restored
    bedside verify --study restored
    bedside serve --study restored

The study was on {database}. For PostgreSQL create an empty database first and name it in BEDSIDE_DATABASE. An account
whose second factor is lost is given another by an administrator.

`study.tar` holds the keys of the study: whoever has it can open everything. Keep it under lock.
""",
    """# Archive de {study}

Se lisent sans aucun logiciel\u00a0: `casebooks/`, `forms/`, `logs/`, et les fichiers CSV et XLSX de `cuts/`.
`sha256sum --check SHA256SUMS` trouve tout fichier modifié\u202f; `bedside cut verify cuts/efficacy` vérifie aussi
l’empreinte des données.

Pour retrouver l’étude en état de marche\u00a0: installez bedside {version} avec les paquets de `software.json` (Python
{python}), puis

    bedside restore study.tar --study restored
    bedside verify --study restored
    bedside serve --study restored

L’étude était sur {database}. Pour PostgreSQL, créez d’abord une base vide et nommez-la dans BEDSIDE_DATABASE. Un compte
dont le second facteur est perdu en reçoit un autre d’un administrateur.

`study.tar` contient les clés de l’étude\u00a0: qui le détient peut tout ouvrir. Gardez-le sous clé.
""",
)


def archive(by: Actor, out: Path) -> int:
    """Leave the study in a folder that is not there yet, whole or not at all; returns how many files that made.

    It is an event, and so are its cuts and its backup, all of which the backup contains. Raises UsageError where
    something stands already, UnreadableFile where nothing can be written.
    """
    if out.exists():
        raise UsageError("something stands there already.", str(out), "Choose a folder that does not exist yet.")
    with beside(out) as place:
        half = place / "archive"
        half.mkdir(mode=0o700)
        note(Act(by, "archive", place=out.name))
        _cuts(by, half / "cuts")
        _paper(half)
        _logs(half / "logs")
        _software(half)
        backup(by, half / "study.tar", with_secrets=True)
        made = files_of(half)
        sums = (f"{digest(file)}  {file.relative_to(half).as_posix()}\n" for file in made)
        (half / SUMS).write_text("".join(sums), encoding="utf-8")
        os.rename(half, out)
    return len(made) + 1


def _cuts(by: Actor, folder: Path) -> None:
    for kind in Kind:
        with zipfile.ZipFile(file_of(take_cut(by, kind, REASON))) as packed:
            packed.extractall(folder / kind.value)


def _paper(folder: Path) -> None:
    """The casebook of everybody who was included, and every version of the protocol with its forms."""
    for name in ("casebooks", "forms", "protocol"):
        (folder / name).mkdir()
    for person in Person.objects.filter(enrolled__isnull=False).order_by("pk"):
        for language in LANGUAGES:
            content = casebook_pdf(person, language)
            (folder / "casebooks" / f"{person.code}-{language}.pdf").write_bytes(content)
    for version in Version.objects.order_by("pk"):
        (folder / "protocol" / f"{version.version}.json").write_text(version.artefact, encoding="utf-8", newline="")
        for language in LANGUAGES:
            for name, annotated in (("blank", False), ("annotated", True)):
                content = forms_pdf(protocol_of(version.version), language, annotated, settings.DEMONSTRATION)
                (folder / "forms" / f"{name}-{version.version}-{language}.pdf").write_bytes(content)


def _logs(folder: Path) -> None:
    """The logs of every site, as its pages give them."""
    for site in Site.objects.order_by("code"):
        place = folder / site.code
        place.mkdir(parents=True)
        drug = {"study-drug": log.rows(movements([site.code]))}
        for name, rows in {**{each: files.rows(each, site.code) for each in files.LOGS}, **drug}.items():
            (place / f"{name}.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
        for language in LANGUAGES:
            with override(language):
                (place / f"study-drug-{language}.pdf").write_bytes(log.pdf(site, supply_of(site.code)))


def _software(folder: Path) -> None:
    """What ran here, and how to bring it back."""
    running = software()
    packages = {each.metadata["Name"]: each.version for each in distributions()}
    stated = asdict(running) | {"packages": dict(sorted(packages.items(), key=lambda each: each[0].lower()))}
    (folder / "software.json").write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
    named = {"version": running.bedside, "python": running.python, "database": running.database}
    study = Version.objects.order_by("-pk").values_list("version", flat=True)[0]
    text = README.filled(study=protocol_of(study).id, **named)
    (folder / "README.md").write_text("\n".join(text.say(each) for each in LANGUAGES), encoding="utf-8")
