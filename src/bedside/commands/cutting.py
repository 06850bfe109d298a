"""`bedside cut take|verify`, `bedside archive`: the data of a study at one moment, and all of it for ever."""

from __future__ import annotations

import zipfile
from argparse import Namespace
from pathlib import Path

from bedside.commands.console import note
from bedside.commands.studies import started
from bedside.errors import UsageError
from bedside.exports import verifying
from bedside.exports.writing import beside


def take(arguments: Namespace) -> int:
    """Take a cut, and write a copy of it to a folder; prints its hash."""
    out = Path(arguments.out)
    if out.exists():
        raise UsageError("something stands there already.", str(out), "Choose a folder that does not exist yet.")
    started(arguments.study)
    from bedside.conduct.cuts.actions import file_of, take_cut
    from bedside.conduct.cuts.kinds import kind_of
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.trail.keeping import Actor

    cut = take_cut(Actor(operator(), "operator", "", SHELL), kind_of(arguments.kind), arguments.reason)
    with beside(out) as half, zipfile.ZipFile(file_of(cut)) as packed:
        packed.extractall(half / out.name)
        (half / out.name).rename(out)
    note(f"{out}: the {cut.kind} cut of event {cut.upto}, {cut.size / 1e6:.1f} MB packed.")
    print(cut.hash)
    return 0


def verify(arguments: Namespace) -> int:
    """Whether a cut is as it was taken: 0 when it is, 1 with what is wrong; prints its hash."""
    manifest, wrong = verifying.verify(Path(arguments.folder))
    for each in wrong:
        print(each)
    if wrong:
        print(f"The cut is not as it was taken: {len(wrong)} findings.")
        return 1
    note(f"{manifest['study']}, {manifest['kind']}, event {manifest['event']}: the cut is whole.")
    print(manifest["hash"])
    return 0


def archive(arguments: Namespace) -> int:
    """Leave a study as a folder from which it can be read, and brought back, without this installation."""
    started(arguments.study)
    from bedside.conduct.cuts.archiving import archive as archived
    from bedside.conduct.study.create import SHELL, operator
    from bedside.conduct.trail.keeping import Actor

    out = Path(arguments.out)
    files = archived(Actor(operator(), "operator", "", SHELL), out)
    note(f"{out}: {files} files, with the study's keys. Keep it where those would be kept.")
    return 0
