"""What verdicts stand on besides a patient's own records: only on the same basis may those of the last run be kept.

Which hours are asked (`--every`, `--at`) is no part of it: a verdict is that of a patient at an hour, whoever else was
asked.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import bedside
from bedside.engines.digests import engine_version
from bedside.errors import UsageError
from bedside.screening.screen import Screening
from bedside.values.wording import Text

FORMAT = 1
"""Of the state file. It grows when the file is written otherwise; an earlier one is not read."""
DECIDING = ("values", "rules", "records", "protocol", "engines", "screening")
"""The rooms whose code decides what a verdict is, given the rules."""

OTHER_TRIAL = Text(
    "this folder holds the screening of another trial ({trial}).",
    "ce dossier contient la présélection d’un autre essai ({trial}).",
)
LATER = Text(
    "this state was written by a later version of bedside ({version}).",
    "cet état a été écrit par une version plus récente de bedside ({version}).",
)
ELSEWHERE = Text("Name another folder.", "Indiquez un autre dossier.")
NEWER = Text("Use that version, or name another folder.", "Utilisez cette version, ou indiquez un autre dossier.")

VERSION = Text(
    "The protocol is version {now}, and was {then} at the last run.",
    "Le protocole est en version {now}, {then} lors du dernier passage.",
)
TEXT = Text(
    "The protocol says something else than at the last run, though both are called version {now}.",
    "Le protocole n’est plus celui du dernier passage, bien que tous deux s’appellent version {now}.",
)
AS_OF = Text(
    "What a moment may read (--as-of) is {now}, and was {then} at the last run.",
    "Ce qu’un instant peut lire (--as-of) est {now}, {then} lors du dernier passage.",
)
RECORDED = Text(
    "The source records other variables whole than at the last run.",
    "La source n’enregistre plus les mêmes variables de façon complète qu’au dernier passage.",
)
PROGRAM = Text("bedside is not the same as at the last run.", "bedside n’est plus le même qu’au dernier passage.")
SHAPE = Text("The state file is of an earlier form.", "Le fichier d’état est d’une forme antérieure.")


@dataclass(frozen=True)
class Basis:
    """What the verdicts of a run stand on. `ids` are the SQL types of stay_id and patient_id."""

    trial: str
    version: str
    protocol: str
    as_of: str
    recorded: tuple[str, ...]
    columns: tuple[str, ...]
    ids: tuple[str, ...]
    program: str

    @property
    def head(self) -> dict[str, Any]:
        """As it stands in a file."""
        return {"format": FORMAT, "bedside": bedside.__version__, **{n: _plain(v) for n, v in asdict(self).items()}}

    def unlike(self, head: dict[str, Any]) -> Text | None:
        """Why verdicts with this head may not be kept; None where they may.

        Raises UsageError where the folder is somebody else's: another trial's, or a later bedside's.
        """
        written = head.get("format")
        if isinstance(written, int) and written > FORMAT:
            raise UsageError(LATER.filled(version=head.get("bedside", "?")), "--out", NEWER)
        if written != FORMAT:
            return SHAPE
        if head.get("trial") != self.trial:
            raise UsageError(OTHER_TRIAL.filled(trial=head.get("trial")), "--out", ELSEWHERE)
        differing = [name for name, value in self.head.items() if head.get(name) != value]
        return _said(differing[0], self.head, head) if differing else None


def basis_of(ids: tuple[str, str], screening: Screening, recorded: frozenset[str]) -> Basis:
    """The basis of a screening; `ids` are the SQL types of stay_id and patient_id."""
    protocol = screening.protocol
    return Basis(
        protocol.id, protocol.version, protocol.hash, str(screening.as_of.value), tuple(sorted(recorded)),
        screening.columns, ids, program(),
    )  # fmt: skip


@lru_cache(maxsize=1)
def program() -> str:
    """SHA-256 (hex) over the files of the rooms that decide, and the version of the engine."""
    root, found = Path(bedside.__file__).parent, hashlib.sha256(engine_version().encode())
    for room in DECIDING:
        for file in sorted((root / room).rglob("*"), key=str):
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(f"{file.relative_to(root).as_posix()}\n".encode())
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _said(name: str, now: dict[str, Any], then: dict[str, Any]) -> Text:
    """The first difference that a person can do something with."""
    if now["version"] != then.get("version"):
        return VERSION.filled(now=now["version"], then=then.get("version"))
    if now["protocol"] != then.get("protocol"):
        return TEXT.filled(now=now["version"])
    if now["as_of"] != then.get("as_of"):
        return AS_OF.filled(now=now["as_of"], then=then.get("as_of"))
    return RECORDED if name == "recorded" else PROGRAM
