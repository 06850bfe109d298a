"""Everything that a cut writes: that it was taken, and that its file left."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from bedside.conduct.cuts.gathering import gather
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.study.backup import CUTS
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note
from bedside.errors import UnreadableFile, UsageError
from bedside.exports.writing import Snapshot, digest, write_file


def take_cut(by: Actor, kind: Kind, reason: str) -> Cut:
    """Take a cut: its file is written whole, then named in the trail and in the table of cuts.

    Raises UsageError without a reason.
    """
    reasoned(reason)
    snapshot = gather(kind)
    folder = settings.FOLDER.path / CUTS
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".cut-", dir=folder) as place:
        study = re.sub(r"[^A-Za-z0-9_-]", "_", snapshot.said.study)
        name = f"{study}-{kind.value}-{snapshot.said.event}-{snapshot.hash[:8]}.zip"
        write_file(snapshot, Path(place) / name)
        return _kept(by, kind, reason.strip(), snapshot, Path(place) / name)


@in_turn
def _kept(by: Actor, kind: Kind, reason: str, snapshot: Snapshot, made: Path) -> Cut:
    said = snapshot.said
    row = Cut(
        kind=kind.value, upto=said.event, hash=snapshot.hash, file=made.name, digest=digest(made),
        size=made.stat().st_size, versions=json.dumps(dict(said.versions), sort_keys=True),
        counts=json.dumps(dict(said.counts), sort_keys=True),
    )  # fmt: skip
    kept = keep(Act(by, "take cut", place=made.name, reason=reason), row)
    os.replace(made, made.parent.parent / made.name)
    return kept


def issue(by: Actor, cut: Cut, reason: str) -> bytes:
    """The file of a cut, noted as exported by whom and why.

    Raises UsageError without a reason, UnreadableFile where the file is not there or not as it was written.
    """
    return _issued(by, cut, whole(cut), reason)


def issue_results(by: Actor, cut: Cut, results: Path, reason: str) -> bytes:
    """The archive of its statistical report, noted likewise. Raises UsageError without a reason."""
    return _issued(by, cut, results, reason)


def reasoned(reason: str) -> None:
    """Raises UsageError without a reason: before something is worked out that nobody may have without one."""
    if not reason.strip():
        raise UsageError("no reason is given.", "cut", "Say what it is for.")


def _issued(by: Actor, cut: Cut, file: Path, reason: str) -> bytes:
    reasoned(reason)
    content = file.read_bytes()
    note(Act(by, "export", place=file.name, reason=reason.strip(), detail={"hash": cut.hash, "cut": cut.pk}))
    return content


def whole(cut: Cut) -> Path:
    """Where the file of a cut stands. Raises UnreadableFile where it is not there or not as it was written."""
    file = file_of(cut)
    if not file.is_file() or digest(file) != cut.digest:
        what = "this file is not there, or not as it was written."
        raise UnreadableFile(what, file.name, "Put it back from the copy of the study's folder.")
    return file


def file_of(cut: Cut) -> Path:
    """Where the file of a cut is to stand."""
    found: Path = settings.FOLDER.path / CUTS / cut.file
    return found
