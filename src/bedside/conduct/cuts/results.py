"""The statistical report of a cut, and the one to the safety board: worked out when somebody first asks, then kept.

The same cut and the same bedside give the same bytes: what was worked out once is what would be worked out again. A
bedside is known by its version and by the digest of its files: one that changed within a version works out anew.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings

from bedside import __version__
from bedside.analysis.results import rows_of
from bedside.analysis.rows import Row
from bedside.analysis.worked import Worked, work_with
from bedside.conduct.cuts.actions import whole
from bedside.conduct.cuts.kinds import Kind
from bedside.conduct.cuts.models import Cut
from bedside.conduct.study.models import Version
from bedside.conduct.study.protocol import protocol_of
from bedside.conduct.study.software import digest
from bedside.documents.files import BOARD_PAGE, PROFILES, REPORT, board_files, report_files
from bedside.protocol.model import Protocol
from bedside.report.packed import packed

RESULTS = "results"
Files = Callable[[tuple[Row, ...], Worked, str], dict[str, str | bytes]]
SHOWN = 16
"""So many signs of the digest of the software stand in the name of what it worked out."""


def analysed(cut: Cut) -> bool:
    """Whether a cut has a statistical report: for efficacy, of a protocol that says what is estimated."""
    return Kind(cut.kind) is Kind.EFFICACY and for_board(cut)


def for_board(cut: Cut) -> bool:
    """Whether a cut has a report to the safety board: one for safety too, of a protocol that says what is estimated."""
    return any(each.promised is not None for each in _versions(cut))


def has_primary(cut: Cut) -> bool:
    """Whether the board may read the primary outcome of it: never of one that was taken for safety."""
    return Kind(cut.kind) is Kind.EFFICACY


def page_of(cut: Cut, language: str) -> str:
    """The report as one HTML file in both languages, `language` first. Raises what `results_of` raises."""
    return _read(results_of(cut, language), REPORT)


def results_of(cut: Cut, language: str) -> Path:
    """The archive of the report, its tables and figures, and the rows; its pages begin in `language`.

    Raises UsageError for a cut that is not analysed, UnreadableFile where its file is not as it was written.
    """
    return _made(cut, language, "", report_files)


def profiles_of(cut: Cut, language: str) -> str:
    """The profiles of participants, as `page_of`."""
    return _read(results_of(cut, language), PROFILES)


def board_page_of(cut: Cut, language: str) -> str:
    """The report to the safety board, without the primary outcome, as `page_of`."""
    return _read(board_of(cut, language), BOARD_PAGE)


def board_of(cut: Cut, language: str, primary: bool = False, profiles: bool = False) -> Path:
    """The archive of the report to the safety board, with the primary outcome or without, with a profile of each
    participant or without. Raises as `results_of`, and UsageError for the primary outcome of a cut for safety.
    """
    of_what = f"-board{'-primary' if primary else ''}{'-profiles' if profiles else ''}"
    return _made(cut, language, of_what, partial(board_files, primary=primary, profiles=profiles), safety=True)


def _read(archive: Path, name: str) -> str:
    with zipfile.ZipFile(archive) as held:
        return held.read(name).decode()


def _made(cut: Cut, language: str, of_what: str, files_of: Files, safety: bool = False) -> Path:
    folder = settings.FOLDER.path / RESULTS
    archive: Path = folder / f"{Path(cut.file).stem}{of_what}-{__version__}-{digest()[:SHOWN]}-{language}.zip"
    if not archive.is_file():
        worked = _worked(cut.digest, whole(cut), tuple(_versions(cut)), safety)
        files = files_of(rows_of(worked), worked, language)
        folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".made-", delete=False) as made:
            made.write(packed(files))
        os.replace(made.name, archive)
    return archive


@lru_cache(maxsize=2)
def _worked(digest: str, file: Path, versions: tuple[Protocol, ...], safety: bool) -> Worked:
    """A cut opened for its analysis, for the report and for the board: both, and the other language, are asked for one
    after another."""
    return work_with(versions, file, safety=safety)


def _versions(cut: Cut) -> list[Protocol]:
    """The versions of the protocol that the study held when the cut was taken, oldest first."""
    held = json.loads(cut.versions)
    known = Version.objects.filter(version__in=held).order_by("pk").values_list("version", flat=True)
    return [protocol_of(version) for version in known]
